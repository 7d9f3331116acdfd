package cbd.worker.actor;

import static cbd.worker.runner.Workbench.spec;

import akka.actor.PoisonPill;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import cbd.domain.CheckpointName;
import cbd.domain.LeaseId;
import cbd.domain.TrialId;
import cbd.training.checkpoint.CheckpointFolder;
import cbd.wire.Bytes;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.WorkerProtocol;
import cbd.wire.WorkerProtocol.CheckpointPiece;
import cbd.worker.PatientActors;
import cbd.worker.runner.Slot;
import cbd.worker.runner.Workbench;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A slot's actor, and a coordinator that it sends checkpoints to and fetches them from. */
abstract class OnCheckpoints {
  static final Duration RESEND = Duration.ofMillis(300);
  static final Duration LONG = Duration.ofSeconds(60);
  static final TrialId TRIAL = TrialId.of(spec(1));

  @TempDir Path folder;
  final ActorTestKit kit = ActorTestKit.create("worker", PatientActors.CONFIG);
  final TestProbe<CoordinatorProtocol> coordinator = kit.createTestProbe(CoordinatorProtocol.class);

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  /** Ends the actor that is answered there. */
  void kill(ActorRef<WorkerProtocol> answered) {
    Adapter.toClassic(kit.system())
        .actorSelection(answered.path().parent())
        .tell(PoisonPill.getInstance(), akka.actor.ActorRef.noSender());
  }

  static WorkerAgent.Pace pace(Duration resend) {
    return new WorkerAgent.Pace(LONG, resend, Duration.ZERO);
  }

  ActorRef<SlotRunner.Command> runner(Slot slot, Workbench bench) {
    return kit.spawn(SlotRunner.create(slot, coordinator.getRef(), bench.metrics, pace(RESEND)));
  }

  static CheckpointPiece none(LeaseId lease) {
    return new CheckpointPiece(lease, CheckpointName.NONE, 0, 0, Bytes.of(new byte[0]));
  }

  CheckpointFolder checkpoints(String worker) {
    return new CheckpointFolder(folder.resolve(worker).resolve("checkpoints"));
  }

  List<CheckpointFolder.Entry> entries(String worker) throws IOException {
    return checkpoints(worker).entries(TRIAL);
  }

  <T extends CoordinatorProtocol> T next(Class<T> type) {
    while (true) {
      CoordinatorProtocol message = coordinator.receiveMessage(Duration.ofSeconds(60));
      if (type.isInstance(message)) {
        return type.cast(message);
      }
    }
  }
}
