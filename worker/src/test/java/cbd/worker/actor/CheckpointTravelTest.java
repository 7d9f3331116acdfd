package cbd.worker.actor;

import static cbd.worker.runner.Workbench.lease;
import static cbd.worker.runner.Workbench.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import cbd.domain.CheckpointName;
import cbd.domain.LeaseId;
import cbd.domain.WorkerDescription;
import cbd.domain.WorkerId;
import cbd.wire.Bytes;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.CoordinatorProtocol.AttemptFinished;
import cbd.wire.CoordinatorProtocol.CheckpointChunk;
import cbd.wire.CoordinatorProtocol.CheckpointWanted;
import cbd.wire.CoordinatorProtocol.RegisterWorker;
import cbd.wire.CoordinatorProtocol.SlotMemory;
import cbd.wire.WorkerProtocol;
import cbd.wire.WorkerProtocol.CheckpointPiece;
import cbd.wire.WorkerProtocol.CheckpointTaken;
import cbd.worker.runner.FakeRunner;
import cbd.worker.runner.Slot;
import cbd.worker.runner.Workbench;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a slot's actor sends, and another goes on from, over a coordinator that loses and doubles
 * messages.
 */
@Timeout(120)
class CheckpointTravelTest extends OnCheckpoints {
  @Test
  void whatOneWorkerSendsAnotherGoesOnFrom() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    CheckpointName name;
    try (Workbench bench =
        Workbench.with(folder.resolve("one"), FakeRunner.KeepsACheckpoint.class)) {
      Slot slot = bench.slot();
      runner(slot, bench).tell(new SlotRunner.Start(lease(1, 0, 1), spec(1)));
      name = take(file, 3);
      assertThat(file.toByteArray()).isEqualTo(Files.readAllBytes(entries("one").get(0).path()));
      assertThat(bench.metric("cbd_worker_checkpoints_total")).isEqualTo(1);
      assertThat(bench.metric("cbd_worker_checkpoint_bytes")).isEqualTo((double) file.size());
    }
    try (Workbench bench =
        Workbench.with(folder.resolve("other"), FakeRunner.KeepsACheckpoint.class)) {
      Slot slot = bench.slot();
      ActorRef<SlotRunner.Command> runner = runner(slot, bench);
      runner.tell(new SlotRunner.Start(lease(2, 0, 2), spec(1)));
      runner.tell(new SlotRunner.Start(lease(2, 0, 2), spec(1)));
      give(name, file.toByteArray());
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> bench.metric("cbd_worker_resumptions_total") == 1);
      assertThat(entries("other").get(0).name()).isEqualTo(name);
    }
  }

  @Test
  void theNewestIsOfferedAgainToAnotherCoordinatorAndNotToTheSame() throws IOException {
    try (Workbench bench =
        Workbench.with(folder.resolve("one"), FakeRunner.KeepsACheckpoint.class)) {
      kit.spawn(
          WorkerAgent.create(
              new WorkerDescription(new WorkerId("w"), 7, "host", "0", List.of("cpu")),
              coordinator.getRef(),
              List.of(bench.slot()),
              bench.host(),
              bench.metrics,
              new WorkerAgent.Pace(LONG, LONG, Duration.ZERO),
              new WorkerAgent.Readiness(() -> "", () -> {}),
              InstantSource.system()));
      ActorRef<WorkerProtocol> worker = register(1);
      worker.tell(new WorkerProtocol.StartAttempt(lease(1), spec(1)));
      CheckpointName name = take(new ByteArrayOutputStream(), Integer.MAX_VALUE);

      worker.tell(new WorkerProtocol.RegistrationNeeded());
      register(1);
      next(SlotMemory.class);
      coordinator.expectNoMessage(RESEND.multipliedBy(3));

      worker.tell(new WorkerProtocol.RegistrationNeeded());
      register(2);
      CheckpointChunk offered = offeredWithTheMemory();
      assertThat(offered.name()).isEqualTo(name);
      assertThat(offered.offset()).isZero();
      offered.replyTo().tell(new CheckpointTaken(offered.lease(), offered.name(), offered.size()));
      coordinator.expectNoMessage(RESEND.multipliedBy(3));
    }
  }

  @Test
  void anEndIsToldAlsoWhenTheSenderDies() throws IOException {
    try (Workbench bench =
        Workbench.with(folder.resolve("one"), FakeRunner.KeepsACheckpoint.class)) {
      Slot slot = bench.slot();
      runner(slot, bench).tell(new SlotRunner.Start(lease(1), spec(1)));
      CheckpointChunk first = next(CheckpointChunk.class);
      slot.handBack(new LeaseId(1), "its trial is paused");
      await().atMost(LONG).until(() -> slot.report().isPresent());
      kill(first.replyTo());
      assertThat(next(AttemptFinished.class).lease()).isEqualTo(new LeaseId(1));
    }
  }

  /** Either comes first. */
  private CheckpointChunk offeredWithTheMemory() {
    List<CoordinatorProtocol> heard = new ArrayList<>();
    while (heard.stream().noneMatch(SlotMemory.class::isInstance)
        || heard.stream().noneMatch(CheckpointChunk.class::isInstance)) {
      heard.add(coordinator.receiveMessage(Duration.ofSeconds(60)));
    }
    return heard.stream()
        .filter(CheckpointChunk.class::isInstance)
        .map(CheckpointChunk.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private ActorRef<WorkerProtocol> register(long term) {
    RegisterWorker asked = next(RegisterWorker.class);
    asked
        .replyTo()
        .tell(new WorkerProtocol.Registered(term, Duration.ofMinutes(1), asked.running()));
    return asked.replyTo();
  }

  /** Takes a file as the coordinator does, but does not hear each n-th piece. */
  private CheckpointName take(ByteArrayOutputStream file, int deaf) throws IOException {
    for (int heard = 1; ; heard++) {
      CheckpointChunk chunk = next(CheckpointChunk.class);
      assertThat(chunk.bytes().size()).isBetween(1, Bytes.MAX);
      if (heard % deaf == 0) {
        continue;
      }
      if (chunk.offset() == file.size()) {
        file.write(chunk.bytes().toArray());
      }
      CheckpointTaken taken = new CheckpointTaken(chunk.lease(), chunk.name(), file.size());
      chunk.replyTo().tell(taken);
      chunk.replyTo().tell(taken);
      if (file.size() == chunk.size()) {
        return chunk.name();
      }
    }
  }

  /** Gives a file as the coordinator does, but does not hear each third wish. */
  private void give(CheckpointName name, byte[] file) {
    for (int heard = 1; ; heard++) {
      CheckpointWanted wanted = next(CheckpointWanted.class);
      assertThat(wanted.have()).isEmpty();
      if (heard % 3 == 0) {
        continue;
      }
      int count = (int) Math.min(100_000, file.length - wanted.offset());
      byte[] bytes = new byte[count];
      System.arraycopy(file, (int) wanted.offset(), bytes, 0, count);
      CheckpointPiece piece =
          new CheckpointPiece(wanted.lease(), name, file.length, wanted.offset(), Bytes.of(bytes));
      wanted.replyTo().tell(piece);
      wanted.replyTo().tell(piece);
      if (wanted.offset() + count == file.length) {
        break;
      }
    }
    CheckpointWanted more = next(CheckpointWanted.class);
    while (more.have().isEmpty()) {
      more = next(CheckpointWanted.class); // Asked again before the last piece came.
    }
    assertThat(more.have()).containsExactly(name);
    more.replyTo().tell(none(more.lease()));
  }
}
