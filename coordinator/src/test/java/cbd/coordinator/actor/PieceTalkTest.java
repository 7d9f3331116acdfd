package cbd.coordinator.actor;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.TrialId;
import cbd.domain.WorkerId;
import cbd.wire.Bytes;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.CoordinatorProtocol.LogPiece;
import cbd.wire.CoordinatorProtocol.ModelPiece;
import cbd.wire.WorkerProtocol.LogWanted;
import cbd.wire.WorkerProtocol.ModelWanted;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logs that are read where they are written, also by workers that lie. */
class PieceTalkTest {
  private static final WorkerId WORKER = new WorkerId("gpu-1");

  private final Stage stage = new Stage();
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

  private CompletableFuture<PieceAnswer> read(long offset, int most) {
    return stage.desk.log(WORKER, lease, offset, most).toCompletableFuture();
  }

  private LogWanted wanted() {
    return stage.worker.expectMessageClass(LogWanted.class);
  }

  @Test
  void asksTheWorkerAndGivesItsAnswer() {
    CompletableFuture<PieceAnswer> answer = read(-4, 100);
    LogWanted wanted = wanted();
    assertThat(wanted).isEqualTo(new LogWanted(lease, wanted.request(), -4, 100));

    coordinator.tell(new LogPiece(lease, wanted.request(), 10, 6, Bytes.of(new byte[] {1, 2, 3})));

    PieceAnswer.Piece piece = (PieceAnswer.Piece) answer.join();
    assertThat(piece.size()).isEqualTo(10);
    assertThat(piece.offset()).isEqualTo(6);
    assertThat(piece.bytes()).containsExactly(1, 2, 3);
  }

  @Test
  void tellsAWorkerThatHasNoneFromOneThatIsNotThere() {
    CompletableFuture<PieceAnswer> answer = read(0, 100);
    coordinator.tell(
        new LogPiece(lease, wanted().request(), LogPiece.NONE, 0, Bytes.of(new byte[0])));
    assertThat(answer.join()).isEqualTo(new PieceAnswer.None());

    assertThat(stage.desk.log(new WorkerId("gone"), lease, 0, 5).toCompletableFuture().join())
        .isEqualTo(new PieceAnswer.Unreachable("Worker gone is not in the cluster now."));
  }

  @Test
  void takesNoPieceThatWasNotAskedFor() {
    long[][] lies = {
      // size, offset, bytes; asked for at most 4 bytes from 6 on
      {10, 5, 4},
      {10, 6, 5},
      {8, 6, 3},
      {-2, 6, 0},
      {Long.MIN_VALUE, 6, 4},
      {10, -1, 4},
      {Long.MAX_VALUE, 6, 100_000},
      {3, 6, 0}
    };
    for (long[] lie : lies) {
      CompletableFuture<PieceAnswer> answer = read(6, 4);
      coordinator.tell(
          new LogPiece(
              lease, wanted().request(), lie[0], lie[1], Bytes.of(new byte[(int) lie[2]])));
      assertThat(answer.join()).isInstanceOf(PieceAnswer.Unreachable.class);
    }
    CompletableFuture<PieceAnswer> shorter = read(6, 4);
    coordinator.tell(new LogPiece(lease, wanted().request(), 3, 3, Bytes.of(new byte[0])));
    assertThat(shorter.join()).as("the log began anew").isInstanceOf(PieceAnswer.Piece.class);
  }

  @Test
  void passesOverWhatAnswersNoQuestion() {
    CompletableFuture<PieceAnswer> answer = read(0, 4);
    LogWanted wanted = wanted();
    coordinator.tell(new LogPiece(lease, wanted.request() + 1, 4, 0, Bytes.of(new byte[4])));
    coordinator.tell(new LogPiece(new LeaseId(99), wanted.request(), 4, 0, Bytes.of(new byte[4])));
    stage.look().toCompletableFuture().join();
    assertThat(answer).isNotDone();
    coordinator.tell(new LogPiece(lease, wanted.request(), 0, 0, Bytes.of(new byte[0])));
    assertThat(answer.join()).isInstanceOf(PieceAnswer.Piece.class);
    coordinator.tell(new LogPiece(lease, wanted.request(), 0, 0, Bytes.of(new byte[0])));
    stage.look().toCompletableFuture().join();
  }

  @Test
  void asksForANetworkOfATrialAndPassesOnWhatFits() {
    TrialId trial = Stage.trials(1).get(0).id();
    CompletableFuture<PieceAnswer> answer =
        stage.desk.model(WORKER, trial, lease, Phase.FINAL, 7, 100).toCompletableFuture();
    ModelWanted wanted = stage.worker.expectMessageClass(ModelWanted.class);
    assertThat(wanted)
        .isEqualTo(new ModelWanted(trial, lease, Phase.FINAL, wanted.request(), 7, 100));

    coordinator.tell(new ModelPiece(lease, wanted.request(), 9, 7, Bytes.of(new byte[] {4, 5})));
    assertThat(((PieceAnswer.Piece) answer.join()).bytes()).containsExactly(4, 5);

    answer = stage.desk.model(WORKER, trial, lease, Phase.FINAL, 9, 100).toCompletableFuture();
    wanted = stage.worker.expectMessageClass(ModelWanted.class);
    coordinator.tell(new ModelPiece(lease, wanted.request(), 90, 7, Bytes.of(new byte[9])));
    assertThat(answer.join()).isInstanceOf(PieceAnswer.Unreachable.class);
  }

  @Test
  void keepsFewQuestionsAndForgetsThoseThatNobodyAnswers() {
    TestProbe<PieceAnswer> asking = stage.kit.createTestProbe();
    for (int i = 0; i < 256; i++) {
      stage.request(new Request.ReadLog(WORKER, lease, 0, 4, asking.getRef()));
    }
    stage.request(new Request.ReadLog(WORKER, lease, 0, 4, asking.getRef()));
    assertThat(asking.receiveMessage())
        .isEqualTo(
            new PieceAnswer.Unreachable(
                "Too many logs and models are being read; try again in a second."));

    stage.pass(Duration.ofSeconds(12));
    stage.request(new Request.ReadLog(WORKER, lease, 0, 4, asking.getRef()));
    LogWanted last = wanted();
    while (last.request() < 257) {
      last = wanted();
    }
    coordinator.tell(new LogPiece(lease, last.request(), LogPiece.NONE, 0, Bytes.of(new byte[0])));
    assertThat(asking.receiveMessage()).isEqualTo(new PieceAnswer.None());
  }
}
