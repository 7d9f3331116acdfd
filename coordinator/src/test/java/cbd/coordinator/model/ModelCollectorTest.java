package cbd.coordinator.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.Trials;
import cbd.coordinator.actor.PieceAnswer;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.store.Owner;
import cbd.coordinator.store.Store;
import cbd.coordinator.store.Term;
import cbd.domain.Defense;
import cbd.domain.Digest;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.ModelFile;
import cbd.domain.Phase;
import cbd.domain.SlotId;
import cbd.domain.SweepId;
import cbd.domain.Trial;
import cbd.domain.WorkerId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is fetched and when, from a worker that is played here. */
@Timeout(60)
class ModelCollectorTest {
  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String CLEAN = "the clean one";
  private static final int PIECE = 5; // bytes
  private static final String BACKDOORED = "the backdoored one";

  @TempDir private Path folder;
  private Store store;
  private Term office;
  private Instant now = NOON;
  private long term = 1;
  private int leases;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile ModelSource worker = this::tells;
  private ModelCollector collector;

  @BeforeEach
  void open() {
    store = Store.open(folder.resolve("cbd.db"));
    office = store.beginTerm(new Owner("here", null), NOON);
    collector = collector(folder.resolve("models"));
  }

  @AfterEach
  void close() {
    collector.close();
    store.close();
  }

  private ModelCollector collector(Path models) {
    return new ModelCollector(
        store.reads(),
        new ModelDepot(models, 1000, () -> now),
        (place, offset, most) -> {
          asked.incrementAndGet();
          return worker.read(place, offset, most);
        },
        () -> term == 0 ? OptionalLong.empty() : OptionalLong.of(term),
        () -> now,
        PIECE);
  }

  private PieceAnswer tells(ModelSource.Place place, long offset, int most) {
    assertThat(place.worker()).isEqualTo(new WorkerId("gpu-2"));
    byte[] all = (place.name().network() == Phase.FINAL ? CLEAN : BACKDOORED).getBytes(UTF_8);
    int to = (int) Math.min(all.length, offset + most);
    return new PieceAnswer.Piece(all.length, offset, Arrays.copyOfRange(all, (int) offset, to));
  }

  /** A trial that got its result. */
  private Trial succeeded(int repeat, ModelFile... models) {
    Trial trial = Trial.of(Trials.spec(repeat, new Defense.None()));
    LeaseId lease = new LeaseId(++leases);
    SlotId slot = new SlotId(new WorkerId("gpu-2"), 0);
    SweepId sweep = SweepId.of("s" + repeat, List.of(trial.id()));
    store.append(
        office,
        List.of(
            new Event.SweepAccepted(NOON, sweep, "s" + repeat, "name: s\n", List.of(trial), 3),
            new Event.LeaseGranted(
                NOON, new Lease(lease, trial.id(), 1, slot, NOON.plusSeconds(90))),
            new Event.TrialSucceeded(
                NOON, lease, trial.id(), 1, 1, Trials.result(0.9, 0.1, models))));
    return trial;
  }

  private static ModelFile file(Phase network, String text) {
    return new ModelFile(network, "/its/place", Digest.hex(text));
  }

  private static ModelName name(Trial trial, Phase network, String text) {
    return new ModelName(trial.id(), network, Digest.hex(text));
  }

  private ModelAnswer ask(ModelName name) {
    return collector.ask(name, LONG);
  }

  @Test
  void fetchesBothNetworksOnceTheirTrialHasItsResult() {
    collector.round();
    Trial trial = succeeded(0, file(Phase.FINAL, CLEAN), file(Phase.BACKDOORED, BACKDOORED));
    collector.round();
    int pieces = asked.get();
    collector.round();
    worker = (place, offset, most) -> new PieceAnswer.Unreachable("Worker gpu-2 is gone.");

    assertThat(pieces).isEqualTo(3 + 4);
    assertThat(ask(name(trial, Phase.FINAL, CLEAN)))
        .isInstanceOfSatisfying(
            ModelAnswer.Here.class, here -> assertThat(here.file()).hasContent(CLEAN));
    assertThat(ask(name(trial, Phase.BACKDOORED, BACKDOORED))).isInstanceOf(ModelAnswer.Here.class);
    assertThat(asked).hasValue(pieces);
  }

  @Test
  void doesNothingWhileTheCoordinatorIsElsewhereAndMakesUpForItOnTakingOffice() {
    term = 0;
    succeeded(0, file(Phase.FINAL, CLEAN));
    collector.round();
    assertThat(asked).hasValue(0);

    term = 2;
    collector.round();

    assertThat(asked).hasValue(3);
  }

  @Test
  void triesAgainLaterWhatItsWorkerCannotGiveNow() {
    worker = (place, offset, most) -> new PieceAnswer.Unreachable("Worker gpu-2 is not here now.");
    Trial trial = succeeded(0, file(Phase.FINAL, CLEAN));
    collector.round();
    int tries = asked.get();
    collector.round();
    assertThat(asked).as("its pause is not over").hasValue(tries);
    worker = this::tells;

    now = now.plusSeconds(16);
    collector.round();

    asked.set(0);
    assertThat(ask(name(trial, Phase.FINAL, CLEAN))).isInstanceOf(ModelAnswer.Here.class);
    assertThat(asked).hasValue(0);
  }

  @Test
  void takesNoFileThatIsAnotherOrGrowsOrNeverEnds() {
    Trial trial = succeeded(0, file(Phase.FINAL, "what the result names"));
    ModelName name = name(trial, Phase.FINAL, "what the result names");
    assertThat(ask(name)).isInstanceOf(ModelAnswer.Gone.class);

    worker = (place, offset, most) -> new PieceAnswer.Piece(100 + offset, offset, new byte[10]);
    assertThat(ask(name)).isInstanceOf(ModelAnswer.Gone.class);

    asked.set(0);
    worker = (place, offset, most) -> new PieceAnswer.Piece(100, offset, new byte[1]);
    assertThat(ask(name)).isInstanceOf(ModelAnswer.Gone.class);
    assertThat(asked).as("byte by byte").hasValue(1);

    worker = (place, offset, most) -> new PieceAnswer.Piece(1001, offset, new byte[10]);
    assertThat(ask(name)).isInstanceOf(ModelAnswer.NoRoom.class);

    worker = (place, offset, most) -> new PieceAnswer.Piece(Long.MAX_VALUE, offset, new byte[10]);
    assertThat(ask(name)).as("no network is so large").isInstanceOf(ModelAnswer.Gone.class);

    worker = (place, offset, most) -> new PieceAnswer.None();
    assertThat(ask(name)).isInstanceOf(ModelAnswer.Gone.class);
    assertThat(folder.resolve("models")).isEmptyDirectory();
  }

  @Test
  void fetchesANetworkOnceForAllWhoWantItAndSaysHowFarItIs() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    worker =
        (place, offset, most) -> {
          if (offset == 10) {
            reached.countDown();
            waitFor(held);
          }
          return tells(place, offset, most);
        };
    Trial trial = succeeded(0, file(Phase.FINAL, CLEAN));
    ModelName name = name(trial, Phase.FINAL, CLEAN);
    CompletableFuture<ModelAnswer> first = CompletableFuture.supplyAsync(() -> ask(name));
    waitFor(reached);
    ModelAnswer coming = collector.ask(name, Duration.ofMillis(500));
    assertThat(coming).isInstanceOf(ModelAnswer.OnItsWay.class);
    assertThat(((ModelAnswer.OnItsWay) coming).why()).contains("10 of 13 bytes");

    held.countDown();

    assertThat(first.get()).isInstanceOf(ModelAnswer.Here.class);
    assertThat(ask(name)).isInstanceOf(ModelAnswer.Here.class);
    assertThat(asked).hasValue(3);
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void saysThatAFolderThatCannotBeWrittenTakesNone() throws Exception {
    Path blocked = folder.resolve("a-file");
    Files.writeString(blocked, "no folder");
    collector.close();
    collector = collector(blocked);
    Trial trial = succeeded(0, file(Phase.FINAL, CLEAN));

    assertThat(ask(name(trial, Phase.FINAL, CLEAN))).isInstanceOf(ModelAnswer.NoRoom.class);
  }
}
