package cbd.worker.actor;

import static cbd.worker.runner.Workbench.lease;
import static cbd.worker.runner.Workbench.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import cbd.domain.LeaseId;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.CoordinatorProtocol.CheckpointChunk;
import cbd.wire.WorkerProtocol.CheckpointTaken;
import cbd.worker.PatientActors;
import cbd.worker.runner.FakeRunner;
import cbd.worker.runner.Slot;
import cbd.worker.runner.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How long an attempt's end is held back for its last checkpoint, of four pieces. */
@Timeout(120)
class CheckpointSenderTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SOON = Duration.ofMillis(100);
  private static final Duration DAY = Duration.ofDays(1);
  private static final LeaseId LEASE = new LeaseId(1);

  @TempDir Path folder;
  private final ActorTestKit kit =
      ActorTestKit.create("worker", ManualTime.config().withFallback(PatientActors.CONFIG));
  private final ManualTime time = ManualTime.get(kit.system());
  private final TestProbe<CoordinatorProtocol> coordinator =
      kit.createTestProbe(CoordinatorProtocol.class);
  private final TestProbe<LeaseId> over = kit.createTestProbe(LeaseId.class);
  private Workbench bench;
  private Slot slot;

  @BeforeEach
  void keepACheckpoint() throws IOException {
    bench = Workbench.with(folder, FakeRunner.KeepsACheckpoint.class);
    slot = bench.slot();
    slot.start(lease(1), spec(1));
    await().atMost(LONG).until(() -> slot.checkpoint().isPresent());
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
    bench.close();
  }

  @Test
  void untilASlowCoordinatorHasAllOfIt() {
    Duration slow = Duration.ofSeconds(20);
    sendNow(new CheckpointSender.Patience(DAY, slow.multipliedBy(3), DAY));
    for (long end = 0, size = 1; end < size; ) {
      CheckpointChunk chunk = chunk();
      assertThat(chunk.offset()).isEqualTo(end);
      end += chunk.bytes().size();
      size = chunk.size();
      time.timePasses(slow);
      over.expectNoMessage(SOON);
      answer(chunk, end);
    }
    assertThat(over.receiveMessage(LONG)).isEqualTo(LEASE);
    assertThat(slot.answers()).isEqualTo(4);
  }

  @Test
  void notForACoordinatorThatDoesNotAnswer() {
    sendNow(new CheckpointSender.Patience(DAY, LONG, DAY));
    chunk();
    time.timePasses(LONG);
    assertThat(over.receiveMessage(LONG)).isEqualTo(LEASE);
  }

  @Test
  void notForEverHoweverOftenItAnswers() {
    sendNow(new CheckpointSender.Patience(DAY, DAY, LONG));
    CheckpointChunk chunk = chunk();
    answer(chunk, 0);
    answer(chunk, 0);
    await().atMost(LONG).until(() -> slot.answers() == 2);
    time.timePasses(LONG);
    assertThat(over.receiveMessage(LONG)).isEqualTo(LEASE);
  }

  @Test
  void notForEverWhenItsOnlyPieceArrivesDamaged() throws IOException {
    Files.write(slot.checkpoint().orElseThrow().file(), new byte[100]);
    sendNow(new CheckpointSender.Patience(DAY, DAY, DAY));
    for (int tries = 0; tries < 4; tries++) {
      CheckpointChunk chunk = chunk();
      assertThat(chunk.bytes().size()).isEqualTo(100);
      answer(chunk, 0);
    }
    assertThat(over.receiveMessage(LONG)).isEqualTo(LEASE);
  }

  @Test
  void untilAnotherCoordinatorHasItToo() {
    ActorRef<CheckpointSender.Command> sender =
        sendNow(new CheckpointSender.Patience(DAY, DAY, DAY));
    CheckpointChunk chunk = chunk();
    sender.tell(CheckpointSender.NewOffice.BEGUN);
    answer(chunk, chunk.size()); // Of the one before, late.
    CheckpointChunk offered = chunk();
    assertThat(offered.offset()).isZero();
    over.expectNoMessage(SOON);
    answer(offered, offered.size());
    assertThat(over.receiveMessage(LONG)).isEqualTo(LEASE);
  }

  /** Its disk is full: the worker's alert must know, and what is kept later must arrive. */
  @Test
  void untilTheCoordinatorHasRoomForIt() {
    sendNow(new CheckpointSender.Patience(DAY, DAY, DAY));
    answer(chunk(), CheckpointTaken.CANNOT_BE_KEPT);
    await()
        .atMost(LONG)
        .until(
            () -> Double.valueOf(1).equals(bench.metric("cbd_worker_checkpoint_failures_total")));
    AtomicReference<CheckpointChunk> again = new AtomicReference<>();
    whileTimePasses(() -> again.set((CheckpointChunk) coordinator.receiveMessage(SOON)));
    answer(again.get(), again.get().size());
    assertThat(over.receiveMessage(LONG)).isEqualTo(LEASE);
  }

  @Test
  void notForACoordinatorThatNeverHasRoom() {
    AtomicInteger refused = new AtomicInteger();
    ActorRef<CoordinatorProtocol> full =
        kit.spawn(
            Behaviors.receiveMessage(
                message -> {
                  refused.incrementAndGet();
                  answer((CheckpointChunk) message, CheckpointTaken.CANNOT_BE_KEPT);
                  return Behaviors.same();
                }));
    sendNow(full, new CheckpointSender.Patience(DAY, LONG, DAY));
    whileTimePasses(() -> assertThat(over.receiveMessage(SOON)).isEqualTo(LEASE));
    assertThat(refused).hasValueGreaterThan(1);
  }

  /** What an answer is seen to do, it does before it sets the next timer: steps, not one leap. */
  private void whileTimePasses(ThrowingRunnable heard) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              time.timePasses(Duration.ofSeconds(1));
              heard.run();
            });
  }

  private ActorRef<CheckpointSender.Command> sendNow(CheckpointSender.Patience patience) {
    return sendNow(coordinator.getRef(), patience);
  }

  private ActorRef<CheckpointSender.Command> sendNow(
      ActorRef<CoordinatorProtocol> to, CheckpointSender.Patience patience) {
    ActorRef<CheckpointSender.Command> sender =
        kit.spawn(CheckpointSender.create(slot, to, patience));
    sender.tell(new CheckpointSender.Now(LEASE, () -> over.getRef().tell(LEASE)));
    return sender;
  }

  private CheckpointChunk chunk() {
    return (CheckpointChunk) coordinator.receiveMessage(LONG);
  }

  private static void answer(CheckpointChunk chunk, long next) {
    chunk.replyTo().tell(new CheckpointTaken(chunk.lease(), chunk.name(), next));
  }
}
