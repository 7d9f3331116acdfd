package cbd.worker.actor;

import static cbd.worker.runner.Workbench.lease;
import static cbd.worker.runner.Workbench.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import cbd.domain.AttackPicture;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.TrialId;
import cbd.wire.Bytes;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.CoordinatorProtocol.AttemptFinished;
import cbd.wire.CoordinatorProtocol.EpochDone;
import cbd.wire.CoordinatorProtocol.LogEnd;
import cbd.wire.CoordinatorProtocol.LogPiece;
import cbd.wire.CoordinatorProtocol.ModelPiece;
import cbd.wire.CoordinatorProtocol.PictureTold;
import cbd.wire.WorkerProtocol;
import cbd.wire.WorkerProtocol.Acknowledged;
import cbd.wire.WorkerProtocol.PictureTaken;
import cbd.worker.runner.Enclosure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a worker tells beside reports: logs and pictures. */
class WorkerEnclosuresTest extends OnWorkerAgent {
  @Test
  void readsTheLogOfAnAttemptToWhoeverAsks() throws IOException {
    ActorRef<WorkerProtocol> worker = register();
    Path log = bench.log(new LeaseId(7));
    Files.writeString(log, "one\ntwo\nthree\n");

    worker.tell(new WorkerProtocol.LogWanted(new LeaseId(7), 1, 4, 4));
    assertThat(next(LogPiece.class))
        .isEqualTo(new LogPiece(new LeaseId(7), 1, 14, 4, bytes("two\n")));
    worker.tell(new WorkerProtocol.LogWanted(new LeaseId(7), 2, -6, Integer.MAX_VALUE));
    assertThat(next(LogPiece.class))
        .isEqualTo(new LogPiece(new LeaseId(7), 2, 14, 8, bytes("three\n")));
    worker.tell(new WorkerProtocol.LogWanted(new LeaseId(7), 3, 99, 5));
    assertThat(next(LogPiece.class)).isEqualTo(new LogPiece(new LeaseId(7), 3, 14, 14, bytes("")));
    worker.tell(new WorkerProtocol.LogWanted(new LeaseId(8), 4, 0, 5));
    assertThat(next(LogPiece.class))
        .isEqualTo(new LogPiece(new LeaseId(8), 4, LogPiece.NONE, 0, bytes("")));
    worker.tell(new WorkerProtocol.LogWanted(new LeaseId(7), 5, 0, -1));
    assertThat(next(LogPiece.class)).isEqualTo(new LogPiece(new LeaseId(7), 5, 14, 0, bytes("")));
  }

  @Test
  void readsTheNetworksOfAnAttemptToWhoeverAsksForThatTrialsOwn() throws IOException {
    ActorRef<WorkerProtocol> worker = register();
    TrialId trial = lease(7).trial();
    Path models = Files.createDirectories(folder.resolve("models"));
    String name = trial.brief() + "-lease-7";
    Files.writeString(models.resolve(name + ".safetensors"), "the clean one");
    Files.writeString(models.resolve(name + "-backdoored.safetensors"), "the other");

    assertThat(piece(worker, trial, Phase.FINAL, 4, 5)).isEqualTo(piece(13, 4, "clean"));
    assertThat(piece(worker, trial, Phase.BACKDOORED, 4, 50)).isEqualTo(piece(9, 4, "other"));
    assertThat(piece(worker, trial, Phase.FINAL, 13, 5)).isEqualTo(piece(13, 13, ""));
    assertThat(piece(worker, trial, Phase.ATTACK, 0, 5)).isEqualTo(piece(ModelPiece.NONE, 0, ""));
    assertThat(piece(worker, trial, Phase.FINAL, -5, 5)).isEqualTo(piece(ModelPiece.NONE, 0, ""));
    TrialId other = new TrialId("f".repeat(32));
    assertThat(piece(worker, other, Phase.FINAL, 0, 5)).isEqualTo(piece(ModelPiece.NONE, 0, ""));
  }

  private ModelPiece piece(
      ActorRef<WorkerProtocol> worker, TrialId trial, Phase network, long offset, int most) {
    worker.tell(new WorkerProtocol.ModelWanted(trial, new LeaseId(7), network, 3, offset, most));
    return next(ModelPiece.class);
  }

  private static ModelPiece piece(long size, long offset, String text) {
    return new ModelPiece(new LeaseId(7), 3, size, offset, bytes(text));
  }

  @Test
  void sendsTheEndOfALogOnceTheAttemptsReportsAreTakenUntilItIsKept() throws IOException {
    ActorRef<WorkerProtocol> worker = register();
    Files.writeString(bench.log(new LeaseId(1)), "x".repeat(LogEnd.MAX) + "the end\n");
    worker.tell(new WorkerProtocol.StartAttempt(lease(1), spec(1)));
    AttemptFinished unheard = finish();
    AttemptFinished end = beforeAnyLog(AttemptFinished.class);
    assertThat(end).as("said again, and no log before it is taken").isEqualTo(unheard);
    take(end);

    LogEnd lost = next(LogEnd.class);
    LogEnd again = next(LogEnd.class);
    assertThat(again).isEqualTo(lost);
    assertThat(again.trial()).isEqualTo(lease(1).trial());
    assertThat(again.bytes().size()).isEqualTo(LogEnd.MAX);
    assertThat(again.size()).isEqualTo(LogEnd.MAX + 8);
    assertThat(new String(again.bytes().toArray(), StandardCharsets.UTF_8)).endsWith("xthe end\n");
    again.replyTo().tell(new WorkerProtocol.LogKept(new LeaseId(1)));
    await().atMost(LONG).until(() -> bench.enclosures().idle().isDone());
  }

  /** The attempt's end, which nobody has taken yet. */
  private AttemptFinished finish() throws IOException {
    bench.open(1);
    return end();
  }

  private AttemptFinished end() {
    EpochDone epoch = beforeAnyLog(EpochDone.class);
    epoch.replyTo().tell(new Acknowledged(epoch.lease(), epoch.sequence()));
    return beforeAnyLog(AttemptFinished.class);
  }

  private static void take(AttemptFinished end) {
    end.replyTo().tell(new Acknowledged(end.lease(), end.sequence()));
  }

  private <T extends CoordinatorProtocol> T beforeAnyLog(Class<T> type) {
    while (true) {
      CoordinatorProtocol message = coordinator.receiveMessage(LONG);
      assertThat(message).isNotInstanceOf(LogEnd.class);
      if (type.isInstance(message)) {
        return type.cast(message);
      }
    }
  }

  @Test
  void sendsTheEndOfALogWhenNobodyWantsTheReports() throws IOException {
    ActorRef<WorkerProtocol> worker = register();
    worker.tell(new WorkerProtocol.StartAttempt(lease(1), spec(1)));
    finish();
    worker.tell(new WorkerProtocol.StopAttempt(new LeaseId(1), "it has expired"));
    assertThat(next(LogEnd.class).lease()).isEqualTo(new LeaseId(1));
  }

  @Test
  void sendsTheEndOfALogOfAnAttemptThatIsStopped() {
    ActorRef<WorkerProtocol> worker = register();
    worker.tell(new WorkerProtocol.StartAttempt(lease(1), spec(1)));
    await().atMost(LONG).until(() -> first.pid() != 0);
    worker.tell(new WorkerProtocol.StopAttempt(new LeaseId(1), "cancelled"));
    assertThat(beforeAnyReport(LogEnd.class).lease()).isEqualTo(new LeaseId(1));
  }

  private <T extends CoordinatorProtocol> T beforeAnyReport(Class<T> type) {
    while (true) {
      CoordinatorProtocol message = coordinator.receiveMessage(LONG);
      assertThat(message).isNotInstanceOf(AttemptFinished.class);
      if (type.isInstance(message)) {
        return type.cast(message);
      }
    }
  }

  @Test
  void aWorkerThatIsStartedAnewSendsTheEndOfALogBehindTheReportsItStillHad() throws IOException {
    ActorRef<WorkerProtocol> worker = register();
    worker.tell(new WorkerProtocol.StartAttempt(lease(1), spec(1)));
    finish();
    stop();
    start();
    register();
    AttemptFinished end = end();
    assertThat(beforeAnyLog(AttemptFinished.class)).isEqualTo(end);
    take(end);
    assertThat(next(LogEnd.class).trial()).isEqualTo(lease(1).trial());
  }

  @Test
  void severalEndsOfLogsDoNotWaitForEachOther() throws IOException {
    register();
    Set<LeaseId> told = new HashSet<>();
    for (long lease = 1; lease <= 3; lease++) {
      Files.writeString(bench.log(new LeaseId(lease)), "the end\n");
      bench.enclosures().add(new Enclosure.Log(new LeaseId(lease), lease(lease).trial()));
    }
    while (told.size() < 3) {
      told.add(next(LogEnd.class).lease());
    }
    assertThat(bench.enclosures().idle()).isNotDone();
  }

  @Test
  void sendsAPictureWithItsBytesOnlyWhenTheyAreWanted() {
    register();
    AttackPicture picture = new AttackPicture(6, 12, "iVBORw0KGgoA");
    bench.enclosures().add(new Enclosure.Picture(new LeaseId(1), picture));
    bench.enclosures().add(new Enclosure.Picture(new LeaseId(2), picture));

    PictureTold told = next(PictureTold.class);
    assertThat(told.digest()).isEqualTo(picture.digest());
    assertThat(told.png().size()).isZero();
    told.replyTo().tell(new PictureTaken(new LeaseId(1), told.digest(), true));
    PictureTold whole = next(PictureTold.class);
    while (whole.png().size() == 0) {
      whole = next(PictureTold.class); // Said again meanwhile.
    }
    assertThat(whole.png().toArray()).isEqualTo(picture.bytes());
    told.replyTo().tell(new PictureTaken(new LeaseId(1), told.digest(), false));
    PictureTold other = next(PictureTold.class);
    while (other.lease().equals(new LeaseId(1))) {
      other = next(PictureTold.class);
    }
    assertThat(other.lease()).isEqualTo(new LeaseId(2));
    assertThat(other.png().size()).isZero();
  }

  private static Bytes bytes(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
