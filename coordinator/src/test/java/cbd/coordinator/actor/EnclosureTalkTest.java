package cbd.coordinator.actor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.store.Enclosures;
import cbd.domain.AttackPicture;
import cbd.domain.LeaseId;
import cbd.domain.TrialId;
import cbd.wire.Bytes;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.CoordinatorProtocol.LogEnd;
import cbd.wire.CoordinatorProtocol.LogTail;
import cbd.wire.CoordinatorProtocol.PictureTold;
import cbd.wire.WorkerProtocol;
import cbd.wire.WorkerProtocol.LogKept;
import cbd.wire.WorkerProtocol.PictureTaken;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes beside reports: kept within a second, never in a report's way, never trusted. */
class EnclosureTalkTest {
  private static final AttackPicture PICTURE = new AttackPicture(6, 12, "iVBORw0KGgoA");

  /** Of an attempt that is over. */
  private static final LeaseId OVER = new LeaseId(77);

  private static final TrialId TRIAL = Stage.trials(1).get(0).id();

  private final Stage stage = new Stage();
  private final TestProbe<WorkerProtocol> worker = stage.kit.createTestProbe();
  private ActorRef<CoordinatorProtocol> coordinator;
  private LeaseId lease;

  @BeforeEach
  void leaseATrial() {
    coordinator = stage.coordinator();
    stage.submit(1);
    stage.store.step();
    lease = stage.start(coordinator, 1).get(0).lease().id();
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private LogEnd end(LeaseId of, long size, int bytes) {
    return new LogEnd(of, TRIAL, size, Bytes.of(new byte[bytes]), worker.getRef());
  }

  private PictureTold told(LeaseId of, String digest, byte[] png) {
    return new PictureTold(of, digest, 6, 12, Bytes.of(png), worker.getRef());
  }

  private void tick() {
    stage.pass(Duration.ofSeconds(1));
  }

  @Test
  void keepsTheEndOfALogAndSaysSoOnceItIsOnDisk() {
    coordinator.tell(end(OVER, 70_000, LogEnd.MAX));
    tick();
    worker.expectNoMessage();
    stage.store.step();
    worker.expectMessage(new LogKept(OVER));

    Enclosures.OfAttempt kept = stage.journal.kept.get(0).logs().get(0);
    assertThat(kept.lease()).isEqualTo(OVER);
    assertThat(kept.trial()).isEqualTo(TRIAL);
    assertThat(kept.log().size()).isEqualTo(70_000);
    assertThat(kept.log().offset()).isEqualTo(70_000 - LogEnd.MAX);
  }

  @Test
  void takesNoEndOfALogWhileItsLeaseIsValid() {
    coordinator.tell(end(lease, 9, 9));
    coordinator.tell(new LogTail(lease, 9, Bytes.of(new byte[9]), worker.getRef()));
    stage.look().toCompletableFuture().join();
    tick();
    assertThat(stage.store.isIdle()).isTrue();

    coordinator.tell(stage.finished(lease, 1));
    stage.look().toCompletableFuture().join();
    stage.store.step();
    coordinator.tell(end(lease, 9, 9));
    stage.look().toCompletableFuture().join();
    tick();
    stage.store.step();
    worker.expectMessage(new LogKept(lease));
  }

  @Test
  void takesWhatAnOlderWorkerSaysWithoutTheTrial() {
    coordinator.tell(new LogTail(OVER, 9, Bytes.of(new byte[9]), worker.getRef()));
    tick();
    stage.store.step();
    worker.expectMessage(new LogKept(OVER));
    assertThat(stage.journal.kept.get(0).logs().get(0).trial()).isNull();
  }

  @Test
  void aReportWaitsForNothingButTheTransactionUnderWay() {
    coordinator.tell(end(OVER, 9, 9));
    stage.look().toCompletableFuture().join();
    tick();
    coordinator.tell(end(OVER, 10, 9));
    coordinator.tell(stage.finished(lease, 1));
    stage.look().toCompletableFuture().join();
    tick();
    stage.store.step();
    worker.expectMessage(new LogKept(OVER));
    assertThat(stage.journal.stored(Event.TrialSucceeded.class)).isEmpty();
    stage.store.step();
    stage.worker.expectMessage(new WorkerProtocol.Acknowledged(lease, 1));
    assertThat(stage.journal.kept).hasSize(1);
  }

  @Test
  void fewPicturesGoIntoATransaction() {
    for (int i = 0; i < 20; i++) {
      coordinator.tell(told(lease, PICTURE.digest(), PICTURE.bytes()));
    }
    coordinator.tell(told(lease, PICTURE.digest(), new byte[0]));
    stage.look().toCompletableFuture().join();
    tick();
    stage.store.step();
    worker.receiveMessage();

    assertThat(stage.journal.kept.get(0).pictures()).hasSize(9);
  }

  @Test
  void whatCannotBeKeptIsSaidAgainByTheWorkerAndStopsNothing() {
    coordinator.tell(end(OVER, 9, 9));
    stage.journal.mood = FakeJournal.Mood.UNAVAILABLE;
    tick();
    stage.store.step();
    worker.expectNoMessage();
    stage.journal.mood = FakeJournal.Mood.WELL;
    coordinator.tell(end(OVER, 9, 9));
    stage.look().toCompletableFuture().join();
    tick();
    stage.store.step();
    worker.expectMessage(new LogKept(OVER));
  }

  @Test
  void anEndThatLiesAboutItsSizeIsNotKept() {
    coordinator.tell(end(OVER, 8, 9));
    worker.expectMessage(new LogKept(OVER));
    coordinator.tell(end(OVER, Long.MIN_VALUE, 0));
    worker.expectMessage(new LogKept(OVER));
    coordinator.tell(end(OVER, 100_000, LogEnd.MAX + 1));
    worker.expectMessage(new LogKept(OVER));
    tick();
    assertThat(stage.store.isIdle()).isTrue();
  }

  @Test
  void aFloodIsCutOff() {
    for (int i = 0; i < 1000; i++) {
      coordinator.tell(end(OVER, 9, 9));
      coordinator.tell(told(lease, PICTURE.digest(), new byte[0]));
    }
    stage.look().toCompletableFuture().join();
    tick();
    stage.store.step();
    worker.receiveMessage();
    assertThat(stage.journal.kept.get(0).logs()).hasSize(64);
    assertThat(stage.journal.kept.get(0).pictures()).hasSize(64);
  }

  @Test
  void asksForAPictureThatIsNotThereAndTakesIt() {
    coordinator.tell(told(lease, PICTURE.digest(), new byte[0]));
    tick();
    stage.store.step();
    worker.expectMessage(new PictureTaken(lease, PICTURE.digest(), true));
    coordinator.tell(told(lease, PICTURE.digest(), PICTURE.bytes()));
    stage.look().toCompletableFuture().join();
    tick();
    stage.store.step();
    worker.expectMessage(new PictureTaken(lease, PICTURE.digest(), false));

    Enclosures.OfTrial kept = stage.journal.kept.get(1).pictures().get(0);
    assertThat(kept)
        .isEqualTo(new Enclosures.OfTrial(Stage.trials(1).get(0).id(), PICTURE.digest(), PICTURE));
  }

  @Test
  void whatIsNoPictureOrOfNoLeaseIsNotKept() {
    byte[] script = "<script>alert(1)</script>".getBytes(UTF_8);
    coordinator.tell(told(lease, PICTURE.digest(), script));
    worker.expectMessage(new PictureTaken(lease, PICTURE.digest(), false));
    coordinator.tell(told(lease, "ab".repeat(32), PICTURE.bytes()));
    worker.expectMessage(new PictureTaken(lease, "ab".repeat(32), false));
    coordinator.tell(told(lease, "'; drop table picture", new byte[0]));
    worker.expectMessageClass(PictureTaken.class);
    coordinator.tell(told(new LeaseId(99), PICTURE.digest(), PICTURE.bytes()));
    worker.expectMessage(new PictureTaken(new LeaseId(99), PICTURE.digest(), false));
    tick();
    assertThat(stage.store.isIdle()).isTrue();
  }
}
