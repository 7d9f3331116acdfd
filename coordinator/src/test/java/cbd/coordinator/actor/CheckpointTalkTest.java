package cbd.coordinator.actor;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import cbd.domain.CheckpointName;
import cbd.domain.Failure;
import cbd.domain.LeaseId;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.wire.Bytes;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.CoordinatorProtocol.CheckpointChunk;
import cbd.wire.CoordinatorProtocol.CheckpointWanted;
import cbd.wire.WorkerProtocol;
import cbd.wire.WorkerProtocol.CheckpointPiece;
import cbd.wire.WorkerProtocol.CheckpointTaken;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checkpoints at the coordinator's actor: who may leave one, who gets one, when it goes. */
class CheckpointTalkTest {
  private static final CheckpointName NAME = new CheckpointName("0123456789abcdef", 7, "lease-1");

  private final Stage stage = new Stage();
  private final TestProbe<WorkerProtocol> asking = stage.kit.createTestProbe();
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

  @Test
  void onlyTheCurrentLeaseLeavesOne() throws Exception {
    byte[] file = sealed(100);
    LeaseId stale = new LeaseId(lease.value() + 1);
    coordinator.tell(chunk(stale, file, 0, 100));
    asking.expectMessage(new CheckpointTaken(stale, NAME, CheckpointTaken.NOT_WANTED));

    coordinator.tell(chunk(lease, file, 0, 60));
    asking.expectMessage(new CheckpointTaken(lease, NAME, 60));
    coordinator.tell(chunk(lease, file, 60, 100));
    asking.expectMessage(new CheckpointTaken(lease, NAME, 100));

    coordinator.tell(new CheckpointWanted(stale, List.of(), NAME, 0, asking.getRef()));
    asking.expectNoMessage();
    coordinator.tell(
        new CheckpointWanted(lease, List.of(), CheckpointName.NONE, 0, asking.getRef()));
    asking.expectMessage(new CheckpointPiece(lease, NAME, 100, 0, Bytes.of(file)));
  }

  @Test
  void withTheResultItGoes() throws Exception {
    coordinator.tell(chunk(lease, sealed(100), 0, 100));
    asking.expectMessage(new CheckpointTaken(lease, NAME, 100));
    assertThat(stage.depot).isNotEmptyDirectory();

    coordinator.tell(stage.finished(lease, 1));
    stage.look().toCompletableFuture().join();
    assertThat(stage.depot).as("not before the result is stored").isNotEmptyDirectory();
    stage.store.step();
    stage.worker.expectMessage(new WorkerProtocol.Acknowledged(lease, 1));

    asking.awaitAssert(
        () -> {
          assertThat(stage.depot).isEmptyDirectory();
          return stage;
        });
  }

  @Test
  void ofACancelledTrialItIsKeptForARetryAsTheFirstToGo() throws Exception {
    coordinator.tell(chunk(lease, sealed(100), 0, 100));
    asking.expectMessage(new CheckpointTaken(lease, NAME, 100));

    stage.request(new Request.CancelSweep(Stage.sweep(1), false, stage.replies().getRef()));
    stage.store.step();
    awaitFiles(NAME.toString(), "ended");

    stage.request(new Request.RetryTrial(trial(), stage.replies().getRef()));
    stage.store.step();
    awaitFiles(NAME.toString());
  }

  @Test
  void ofATrialThatIsGivenUpItIsKeptForARetryAsTheFirstToGo() throws Exception {
    coordinator.tell(chunk(lease, sealed(100), 0, 100));
    asking.expectMessage(new CheckpointTaken(lease, NAME, 100));

    TrialOutcome diverged = new TrialOutcome.Failed(Failure.DIVERGED, "the loss is NaN", "");
    coordinator.tell(
        new CoordinatorProtocol.AttemptFinished(lease, 1, diverged, stage.worker.getRef()));
    stage.look().toCompletableFuture().join();
    stage.store.step();
    awaitFiles(NAME.toString(), "ended");
  }

  @Test
  void ofATrialThatComesBackItIsKeptAsOfOneThatRuns() throws Exception {
    coordinator.tell(chunk(lease, sealed(100), 0, 100));
    asking.expectMessage(new CheckpointTaken(lease, NAME, 100));
    stage.pass(Duration.ofSeconds(95));
    stage.store.step();
    stage.look().toCompletableFuture().join();
    stage.checkpoints.later(depot -> depot.end(trial()));
    awaitFiles(NAME.toString(), "ended");

    coordinator.tell(stage.register(1, lease));
    stage.look().toCompletableFuture().join();
    stage.store.step();
    awaitFiles(NAME.toString());
  }

  @Test
  void whatSucceededUnderAnotherCoordinatorGoesOnTakingOffice() throws Exception {
    coordinator.tell(stage.finished(lease, 1));
    stage.store.step();
    stage.worker.expectMessage(new WorkerProtocol.Acknowledged(lease, 1));
    stage.kit.stop(coordinator);
    leave();
    awaitFiles(NAME.toString());

    stage.coordinator();
    asking.awaitAssert(
        () -> {
          assertThat(stage.depot).isEmptyDirectory();
          return stage;
        });
  }

  @Test
  void whatEndedOrWasCalledBackUnderAnotherCoordinatorIsMarkedSoOnTakingOffice() throws Exception {
    stage.request(new Request.CancelSweep(Stage.sweep(1), false, stage.replies().getRef()));
    stage.store.step();
    stage.worker.expectMessageClass(WorkerProtocol.StopAttempt.class);
    stage.kit.stop(coordinator);
    leave();
    awaitFiles(NAME.toString());

    coordinator = stage.coordinator();
    awaitFiles(NAME.toString(), "ended");

    TestProbe<Reply> reply = stage.replies();
    stage.request(new Request.RetryTrial(trial(), reply.getRef()));
    stage.store.step();
    reply.receiveMessage();
    stage.kit.stop(coordinator);
    stage.checkpoints.later(depot -> depot.end(trial()));
    awaitFiles(NAME.toString(), "ended");

    stage.coordinator();
    awaitFiles(NAME.toString());
  }

  /** A checkpoint comes of which the coordinator in office knows nothing. */
  private void leave() throws Exception {
    ByteBuffer file = ByteBuffer.wrap(sealed(100));
    stage.checkpoints.later(depot -> depot.take(trial(), lease, NAME, 100, 0, file));
  }

  private static TrialId trial() {
    return Stage.trials(1).get(0).id();
  }

  private void awaitFiles(String... names) {
    Path folder = stage.depot.resolve(trial().toString());
    asking.awaitAssert(
        () -> {
          assertThat(folder.toFile().list()).containsExactlyInAnyOrder(names);
          return stage;
        });
  }

  private CheckpointChunk chunk(LeaseId whose, byte[] file, int from, int to) {
    return new CheckpointChunk(
        whose,
        NAME,
        file.length,
        from,
        Bytes.of(Arrays.copyOfRange(file, from, to)),
        asking.getRef());
  }

  /** Ends with its length and the SHA-256 of all before. */
  private static byte[] sealed(int size) throws Exception {
    ByteBuffer file = ByteBuffer.allocate(size);
    file.putLong(size - 40, size);
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(file.array(), size - 32));
    return file.put(size - 32, hash).array();
  }
}
