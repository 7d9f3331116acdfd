package cbd.coordinator.actor;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.wire.CoordinatorProtocol;
import java.util.List;
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
            new CoordinatorProtocol.Pulse(stage.description(1).id(), 7, stage.worker.getRef()),
            new CoordinatorProtocol.Progressed(lease, new Progress(Phase.FINAL, 1, 1, 0, 1, 0)),
            stage.epochDone(lease, 1),
            stage.finished(lease, 2),
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
    List<TestProbe<Reply>> replies = Stream.generate(stage::replies).limit(5).toList();
    List<Request.Change> wishes =
        List.of(
            new Request.SubmitSweep(
                Stage.sweep(1), "demo", "text", Stage.trials(1), 1, replies.get(0).getRef()),
            new Request.CancelSweep(Stage.sweep(1), replies.get(1).getRef()),
            new Request.CancelTrial(Stage.trials(1).get(0).id(), replies.get(2).getRef()),
            new Request.RetrySweep(Stage.sweep(1), replies.get(3).getRef()),
            new Request.RetryTrial(Stage.trials(1).get(0).id(), replies.get(4).getRef()));
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
