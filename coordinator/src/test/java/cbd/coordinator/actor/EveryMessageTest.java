package cbd.coordinator.actor;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import cbd.coordinator.schedule.Hold;
import cbd.domain.CheckpointName;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.domain.SweepTerms;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import cbd.wire.Bytes;
import cbd.wire.CoordinatorProtocol;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Java 17 has no exhaustive switch over types: these tests take its place. */
class EveryMessageTest {
  private final Stage stage = new Stage();
  private final ActorRef<CoordinatorProtocol> coordinator = stage.coordinator();

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void takesEveryMessageOfAWorker() {
    LeaseId lease = new LeaseId(5);
    List<CoordinatorProtocol> messages =
        List.of(
            stage.register(1),
            new CoordinatorProtocol.Progressed(lease, new Progress(Phase.FINAL, 1, 1, 0, 1, 0)),
            stage.epochDone(lease, 1),
            stage.finished(lease, 2),
            new CoordinatorProtocol.CheckpointChunk(
                lease, CheckpointName.NONE, 9, 0, Bytes.of(new byte[9]), stage.worker.getRef()),
            new CoordinatorProtocol.CheckpointWanted(
                lease, List.of(), CheckpointName.NONE, 0, stage.worker.getRef()),
            new CoordinatorProtocol.Condition(
                stage.description(1).id(), 7, "its disk is full", stage.worker.getRef()),
            new CoordinatorProtocol.StillRunning(lease),
            new CoordinatorProtocol.LogPiece(lease, 1, 4, 0, Bytes.of(new byte[4])),
            new CoordinatorProtocol.LogEnd(
                lease,
                Stage.trials(1).get(0).id(),
                4,
                Bytes.of(new byte[4]),
                stage.worker.getRef()),
            new CoordinatorProtocol.LogTail(lease, 4, Bytes.of(new byte[4]), stage.worker.getRef()),
            new CoordinatorProtocol.PictureTold(
                lease, "ab", 1, 1, Bytes.of(new byte[0]), stage.worker.getRef()),
            new CoordinatorProtocol.ModelPiece(lease, 1, 4, 0, Bytes.of(new byte[4])),
            new CoordinatorProtocol.ClockRead(stage.description(1).id(), stage.clock.instant()),
            new CoordinatorProtocol.SlotMemory(stage.description(1).id(), 7, List.of(1L << 33)),
            new CoordinatorProtocol.WorkerLeaving(stage.description(1).id(), 7));
    assertThat(messages)
        .extracting(Object::getClass)
        .map(type -> (Object) type)
        .containsExactlyInAnyOrder((Object[]) CoordinatorProtocol.class.getPermittedSubclasses());

    messages.forEach(coordinator::tell);

    assertThat(stage.look().toCompletableFuture().join().term()).isEqualTo(1);
  }

  @Test
  void takesEveryWishOfAPerson() {
    List<TestProbe<Reply>> replies = Stream.generate(stage::replies).limit(11).toList();
    List<Request.Change> wishes =
        List.of(
            new Request.SubmitSweep(
                Stage.sweep(1),
                "demo",
                "text",
                Stage.trials(1),
                1,
                SweepTerms.DEFAULT,
                replies.get(0).getRef()),
            new Request.CancelSweep(Stage.sweep(1), false, replies.get(1).getRef()),
            new Request.CancelTrial(Stage.trials(1).get(0).id(), replies.get(2).getRef()),
            new Request.RetrySweep(
                Stage.sweep(1), Set.of(TrialState.FAILED), replies.get(3).getRef()),
            new Request.RetryTrial(Stage.trials(1).get(0).id(), replies.get(4).getRef()),
            new Request.PauseSweep(Stage.sweep(1), true, false, replies.get(5).getRef()),
            new Request.PauseTrial(Stage.trials(1).get(0).id(), false, replies.get(6).getRef()),
            new Request.ResumeSweep(Stage.sweep(1), replies.get(7).getRef()),
            new Request.ResumeTrial(Stage.trials(1).get(0).id(), replies.get(8).getRef()),
            new Request.CordonWorker(
                new WorkerId("w"), Hold.Kind.CORDONED, false, "test", replies.get(9).getRef()),
            new Request.UncordonWorker(new WorkerId("w"), null, replies.get(10).getRef()));
    assertThat(wishes)
        .extracting(Object::getClass)
        .map(type -> (Object) type)
        .containsExactlyInAnyOrder((Object[]) Request.Change.class.getPermittedSubclasses());

    wishes.forEach(stage::request);
    stage.look().toCompletableFuture().join();
    stage.store.step();
    stage.look().toCompletableFuture().join();
    stage.store.step();

    replies.forEach(TestProbe::receiveMessage);
    assertThat(stage.look().toCompletableFuture().join().term()).isEqualTo(1);
  }
}
