package cbd.coordinator.actor;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import cbd.coordinator.PatientActors;
import cbd.coordinator.Trials;
import cbd.coordinator.checkpoint.CheckpointDepot;
import cbd.coordinator.checkpoint.CheckpointRoom;
import cbd.coordinator.schedule.SchedulerSettings;
import cbd.domain.EpochMetrics;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.SweepId;
import cbd.domain.SweepTerms;
import cbd.domain.Trial;
import cbd.domain.TrialOutcome;
import cbd.domain.WorkerDescription;
import cbd.domain.WorkerId;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.Wire;
import cbd.wire.WorkerProtocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A coordinator's actor with everything around it in the test's hand: time, store, workers. */
final class Stage implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration SECOND = Duration.ofSeconds(1);

  final FakeJournal journal = new FakeJournal();
  final StepByStep store = new StepByStep(this::settle);
  final SettableClock clock = new SettableClock();
  final CountingObserver observer = new CountingObserver();
  final Path depot = folder();
  final CheckpointRoom checkpoints =
      new CheckpointRoom(new CheckpointDepot(depot, 1_000_000), Runnable::run);
  final FrontDesk desk = new FrontDesk(PATIENCE);
  final ActorTestKit kit =
      ActorTestKit.create(ManualTime.config().withFallback(PatientActors.CONFIG));
  final ManualTime time = ManualTime.get(kit.system());
  final TestProbe<WorkerProtocol> worker = kit.createTestProbe();
  private int replies;

  private static Path folder() {
    try {
      return Files.createTempDirectory("cbd-depot");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A coordinator that has read its store. */
  ActorRef<CoordinatorProtocol> coordinator() {
    ActorRef<CoordinatorProtocol> coordinator = kit.spawn(CoordinatorActor.create(parts()));
    store.step();
    // The desk opens on the actor's thread, a little after the store has answered.
    kit.createTestProbe().awaitAssert(() -> desk.coordinator().orElseThrow());
    return coordinator;
  }

  CoordinatorActor.Parts parts() {
    return new CoordinatorActor.Parts(
        journal, store, SchedulerSettings.DEFAULT, clock, observer, desk, checkpoints);
  }

  /** Waits until the actor, if it is in office, is done with all that it was told. */
  private void settle() {
    if (desk.term().isPresent()) {
      look().handle((view, failure) -> true).toCompletableFuture().join();
    }
  }

  /** Time goes on second by second, for the clock and for timers alike, and the actor sees it. */
  void pass(Duration duration) {
    Duration left = duration;
    while (!left.isZero()) {
      Duration step = left.compareTo(SECOND) < 0 ? left : SECOND;
      jump(step);
      if (desk.term().isPresent()) {
        look().toCompletableFuture().join();
      }
      left = left.minus(step);
    }
  }

  /** Time goes on in one step, as it does for a process that stood still. */
  void jump(Duration duration) {
    clock.pass(duration);
    time.timePasses(duration);
  }

  static List<Trial> trials(int count) {
    return IntStream.range(0, count).mapToObj(i -> Trial.of(Trials.spec(i))).toList();
  }

  static SweepId sweep(int trials) {
    return SweepId.of("demo", trials(trials).stream().map(Trial::id).toList());
  }

  /** Submits a sweep of so many trials, not waiting for anything. */
  TestProbe<Reply> submit(int trials) {
    TestProbe<Reply> replyTo = kit.createTestProbe("reply-" + replies++, Reply.class);
    request(
        new Request.SubmitSweep(
            sweep(trials),
            "demo",
            "text",
            trials(trials),
            3,
            SweepTerms.DEFAULT,
            replyTo.getRef()));
    return replyTo;
  }

  /** Says something to the actor as the front desk would. */
  void request(Request request) {
    desk.coordinator().orElseThrow().tell(request);
  }

  TestProbe<Reply> replies() {
    return kit.createTestProbe("reply-" + replies++, Reply.class);
  }

  CompletionStage<LiveView> look() {
    return desk.look();
  }

  WorkerDescription description(int slots) {
    return new WorkerDescription(
        new WorkerId("gpu-1"), 7, "here", "test", Collections.nCopies(slots, "cpu"));
  }

  CoordinatorProtocol.RegisterWorker register(int slots, LeaseId... running) {
    return new CoordinatorProtocol.RegisterWorker(
        description(slots), List.of(running), Wire.PROTOCOL_VERSION, worker.getRef());
  }

  /** A worker with slots registers and gets its first orders; the sweep is there already. */
  List<WorkerProtocol.StartAttempt> start(ActorRef<CoordinatorProtocol> coordinator, int slots) {
    coordinator.tell(register(slots));
    store.step();
    worker.expectMessageClass(WorkerProtocol.Registered.class);
    return IntStream.range(0, slots)
        .mapToObj(i -> worker.expectMessageClass(WorkerProtocol.StartAttempt.class))
        .toList();
  }

  /** A sweep is stored and one slot runs its first trial. */
  LeaseId leased(ActorRef<CoordinatorProtocol> coordinator, int trials) {
    TestProbe<Reply> reply = submit(trials);
    store.step();
    reply.expectMessage(new Reply.Submitted(sweep(trials), true, trials, trials, 0));
    return start(coordinator, 1).get(0).lease().id();
  }

  CoordinatorProtocol.EpochDone epochDone(LeaseId lease, long sequence) {
    EpochMetrics metrics = Trials.epoch(Phase.FINAL, (int) sequence, 0.5, 0.9);
    return new CoordinatorProtocol.EpochDone(lease, sequence, metrics, worker.getRef());
  }

  CoordinatorProtocol.AttemptFinished finished(LeaseId lease, long sequence) {
    return new CoordinatorProtocol.AttemptFinished(
        lease, sequence, new TrialOutcome.Succeeded(Trials.result(0.8, 0.02)), worker.getRef());
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
    try (Stream<Path> left = Files.walk(depot)) {
      left.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
