package cbd.coordinator.http;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import cbd.coordinator.PatientActors;
import cbd.coordinator.Trials;
import cbd.coordinator.actor.CoordinatorActor;
import cbd.coordinator.actor.FrontDesk;
import cbd.coordinator.actor.LiveView;
import cbd.coordinator.checkpoint.CheckpointRoom;
import cbd.coordinator.metrics.CoordinatorMetrics;
import cbd.coordinator.model.ModelCollector;
import cbd.coordinator.model.ModelDepot;
import cbd.coordinator.schedule.SchedulerSettings;
import cbd.coordinator.store.Owner;
import cbd.coordinator.store.Store;
import cbd.domain.EpochMetrics;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.domain.TrialOutcome;
import cbd.domain.WorkerDescription;
import cbd.domain.WorkerId;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.Wire;
import cbd.wire.WorkerProtocol;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The real server on a free port, before the real actor and a real store; one played worker. The
 * actor's clock stands still, so that no lease ends, and no forecast changes, on a busy machine.
 */
final class Api implements AutoCloseable {
  static final String SWEEP =
      """
      name: small
      maxAttempts: 2
      trial:
        dataset: shapes
        trainImages: 1000
        testImages: 200
        model: wrn-10-1
        attack: badnets
        training: {epochs: 2, lrMilestones: [1], augmentation: none}
      grid:
        defense: [none, {type: cbd, t1: 1}]
      """;

  /** Bytes. */
  static final long ROOM_FOR_MODELS = 1_000_000;

  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final ActorTestKit kit = ActorTestKit.create(PatientActors.CONFIG);
  private final ExecutorService storeThread = Executors.newSingleThreadExecutor();
  private final CollectorRegistry registry = new CollectorRegistry();
  private final FrontDesk desk = new FrontDesk(Duration.ofSeconds(20));
  final TestProbe<WorkerProtocol> worker = kit.createTestProbe();
  final Store store;
  final List<RequestObserver.Refusal> refusals = new CopyOnWriteArrayList<>();
  private final ModelCollector models;
  private final ApiServer server;
  private final ActorRef<CoordinatorProtocol> coordinator;

  Api(Path folder) {
    this(folder, ApiPlace.ofLoopback());
  }

  Api(Path folder, ApiPlace place) {
    store = Store.open(folder.resolve("cbd.db"));
    models = models(desk, folder.resolve("models"), ROOM_FOR_MODELS);
    server =
        ApiServer.start(
            place, desk, store.reads(), store.access(), models, registry, refusals::add);
    coordinator =
        kit.spawn(
            CoordinatorActor.create(
                store,
                new Owner("test", server.url()),
                storeThread,
                SchedulerSettings.DEFAULT,
                InstantSource.fixed(Instant.now()),
                new CoordinatorMetrics(registry, "test", "test"),
                desk,
                CheckpointRoom.of(folder.resolve("checkpoints"), 0)));
    kit.createTestProbe()
        .awaitAssert(
            Duration.ofSeconds(20),
            () -> {
              if (desk.term().isEmpty()) {
                throw new AssertionError("the coordinator is not in office yet");
              }
              return desk;
            });
  }

  /** What the coordinator sees now. */
  LiveView look() {
    return desk.look().toCompletableFuture().join();
  }

  private ModelCollector models(FrontDesk at, Path where, long bytes) {
    return ModelCollector.start(
        at,
        store.reads(),
        new ModelDepot(where, bytes, InstantSource.system()),
        InstantSource.system());
  }

  /** Method and path of all that the server can be asked. */
  List<String> routes() {
    return server.routes();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  HttpResponse<String> getAs(String path, String type) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)).header("Accept", type));
  }

  HttpResponse<String> post(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody()));
  }

  HttpResponse<String> submit(String yaml) throws IOException, InterruptedException {
    return post("/api/v1/sweeps", yaml);
  }

  HttpResponse<String> plan(String yaml, String query) throws IOException, InterruptedException {
    return post("/api/v1/plan" + query, yaml);
  }

  private HttpResponse<String> post(String path, String yaml)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/yaml")
            .POST(HttpRequest.BodyPublishers.ofString(yaml)));
  }

  JsonNode json(HttpResponse<String> response) throws IOException {
    return json.readTree(response.body());
  }

  JsonNode getJson(String path) throws IOException, InterruptedException {
    return json(get(path));
  }

  /** Submits the small sweep of two trials; its id. */
  String submitted() throws IOException, InterruptedException {
    return json(submit(SWEEP)).get("sweep").asText();
  }

  /** A worker of one slot registers and gets the first trial. */
  WorkerProtocol.StartAttempt work() {
    coordinator.tell(
        new CoordinatorProtocol.RegisterWorker(
            new WorkerDescription(new WorkerId("gpu-1"), 7, "here", "test", List.of("cpu")),
            List.of(),
            Wire.PROTOCOL_VERSION,
            worker.getRef()));
    worker.expectMessageClass(WorkerProtocol.Registered.class);
    return next();
  }

  WorkerProtocol.StartAttempt next() {
    return worker.expectMessageClass(WorkerProtocol.StartAttempt.class);
  }

  /** Says something as the worker would. */
  void tell(CoordinatorProtocol message) {
    coordinator.tell(message);
  }

  void progress(LeaseId lease, double done) {
    coordinator.tell(
        new CoordinatorProtocol.Progressed(lease, new Progress(Phase.FINAL, 1, 2, 1, 16, done)));
  }

  void epoch(LeaseId lease, long sequence, double ca, double asr) {
    EpochMetrics metrics = Trials.epoch(Phase.FINAL, (int) sequence, ca, asr);
    coordinator.tell(new CoordinatorProtocol.EpochDone(lease, sequence, metrics, worker.getRef()));
    worker.expectMessage(new WorkerProtocol.Acknowledged(lease, sequence));
  }

  void finish(LeaseId lease, long sequence, TrialOutcome outcome) {
    coordinator.tell(
        new CoordinatorProtocol.AttemptFinished(lease, sequence, outcome, worker.getRef()));
    worker.expectMessage(new WorkerProtocol.Acknowledged(lease, sequence));
  }

  /** Another process's server on the same store, in which no coordinator is active. */
  ApiServer standBy() {
    FrontDesk closed = new FrontDesk(Duration.ofSeconds(20));
    return ApiServer.start(
        ApiPlace.ofLoopback().withPeers("127.0.0.1:25520"),
        closed,
        store.reads(),
        store.access(),
        models(closed, Path.of("nowhere"), 0),
        new CollectorRegistry(),
        refusals::add);
  }

  /** The server of the active coordinator stops, as with its process. */
  void dismissServer() {
    server.close();
  }

  /** The coordinator stops; the server goes on. */
  void dismissCoordinator() {
    kit.stop(coordinator);
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
    server.close();
    models.close();
    storeThread.shutdownNow();
    store.close();
  }
}
