package cbd.worker.actor;

import static cbd.worker.runner.Workbench.lease;
import static cbd.worker.runner.Workbench.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import cbd.domain.CheckpointName;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.TrialOutcome;
import cbd.training.checkpoint.CheckpointFolder;
import cbd.training.checkpoint.CheckpointSettings;
import cbd.training.checkpoint.Checkpoints;
import cbd.training.checkpoint.Identity;
import cbd.training.checkpoint.Place;
import cbd.training.checkpoint.Savable;
import cbd.wire.Bytes;
import cbd.wire.CoordinatorProtocol.AttemptFinished;
import cbd.wire.CoordinatorProtocol.CheckpointWanted;
import cbd.wire.WorkerProtocol;
import cbd.wire.WorkerProtocol.CheckpointPiece;
import cbd.worker.runner.FakeRunner;
import cbd.worker.runner.Slot;
import cbd.worker.runner.Workbench;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a slot's actor fetches before an attempt begins, and what becomes of that when something is
 * amiss.
 */
@Timeout(120)
class CheckpointFetcherTest extends OnCheckpoints {
  @Test
  void anAttemptBeginsWhenThereIsNothingOrNobodyAnswers() throws IOException {
    try (Workbench bench = Workbench.with(folder.resolve("one"), FakeRunner.Trains.class)) {
      Slot slot = bench.gatedSlot();
      ActorRef<SlotRunner.Command> runner = runner(slot, bench);
      runner.tell(new SlotRunner.Start(lease(1, 0, 2), spec(1)));
      CheckpointWanted wanted = next(CheckpointWanted.class);
      assertThat(wanted.have()).isEmpty();
      assertThat(slot.pid()).isZero();
      wanted.replyTo().tell(none(wanted.lease()));
      await().atMost(Duration.ofSeconds(60)).until(() -> slot.pid() != 0);

      Slot other = bench.gatedSlot();
      runner(other, bench).tell(new SlotRunner.Start(lease(2, 1, 3), spec(1)));
      await().atMost(Duration.ofSeconds(60)).until(() -> other.pid() != 0);
    }
  }

  @Test
  void checkpointsOfEveryMakingAreFetchedThatAreOfUseBesideWhatIsHere() throws IOException {
    CheckpointName ours = keep("threads: 1", 3);
    CheckpointName ofOthers = keep("threads: 2", 900);
    try (Workbench bench = Workbench.with(folder.resolve("one"), FakeRunner.Trains.class)) {
      Slot slot = bench.gatedSlot();
      runner(slot, bench).tell(new SlotRunner.Start(lease(1, 0, 2), spec(1)));
      CheckpointWanted wanted = next(CheckpointWanted.class);
      assertThat(wanted.have()).containsExactly(ofOthers, ours);

      CheckpointName furtherOfOurs = new CheckpointName(ours.circumstances(), 5, "v");
      byte[] file = Files.readAllBytes(checkpoints("one").of(TRIAL).resolve(ours.toString()));
      wanted
          .replyTo()
          .tell(new CheckpointPiece(wanted.lease(), furtherOfOurs, file.length, 0, Bytes.of(file)));

      CheckpointWanted more = next(CheckpointWanted.class);
      while (more.have().size() < 3) {
        more = next(CheckpointWanted.class); // Asked again before the piece came.
      }
      assertThat(more.have()).containsExactly(ofOthers, ours, furtherOfOurs);
      assertThat(more.name()).as("whichever there is").isEqualTo(CheckpointName.NONE);
    }
  }

  /** Makes a checkpoint at the worker called one. */
  private CheckpointName keep(String circumstance, long reached) throws IOException {
    List<CheckpointFolder.Entry> before = entries("one");
    Checkpoints.of(
            new CheckpointSettings(
                folder.resolve("one").resolve("checkpoints").toString(), 1, 5, 1_000_000, "w"),
            new Identity(TRIAL, List.of(circumstance), "host", "cpu"),
            Savable.NOTHING,
            InstantSource.system(),
            event -> {})
        .keep(new Place(Phase.FINAL, 1, 0, reached), Savable.NOTHING);
    return entries("one").stream()
        .filter(entry -> !before.contains(entry))
        .findFirst()
        .orElseThrow()
        .name();
  }

  @Test
  void aDamagedOneIsNotTaken() throws IOException {
    try (Workbench bench = Workbench.with(folder.resolve("one"), FakeRunner.Trains.class)) {
      Slot slot = bench.gatedSlot();
      runner(slot, bench).tell(new SlotRunner.Start(lease(1, 0, 2), spec(1)));
      CheckpointWanted wanted = next(CheckpointWanted.class);
      CheckpointName name = new CheckpointName("0123456789abcdef", 9, "w");
      wanted
          .replyTo()
          .tell(new CheckpointPiece(wanted.lease(), name, 100, 0, Bytes.of(new byte[100])));
      await().atMost(Duration.ofSeconds(60)).until(() -> slot.pid() != 0);
      assertThat(entries("one")).isEmpty();
    }
  }

  @Test
  void anAttemptThatIsHandedBackWhileItsCheckpointIsFetchedNeverBegins() throws IOException {
    forgetsAFetch(
        slot -> assertThat(slot.handBack(new LeaseId(1), "its trial is paused")).isTrue());
    AttemptFinished back = next(AttemptFinished.class);
    assertThat(back.lease()).isEqualTo(new LeaseId(1));
    assertThat(back.outcome()).isEqualTo(new TrialOutcome.Stopped("its trial is paused"));
  }

  @Test
  void anAttemptThatIsStoppedWhileItsCheckpointIsFetchedNeverBegins() throws IOException {
    forgetsAFetch(
        slot -> {
          slot.stop(new LeaseId(1), "its lease expired");
          assertThat(slot.leases()).as("vouched for").isEmpty();
        });
  }

  private void forgetsAFetch(Consumer<Slot> told) throws IOException {
    try (Workbench bench = Workbench.with(folder.resolve("one"), FakeRunner.Trains.class)) {
      Slot slot = bench.gatedSlot();
      ActorRef<SlotRunner.Command> runner = runner(slot, bench);
      runner.tell(new SlotRunner.Start(lease(1, 0, 2), spec(1)));
      CheckpointWanted wanted = next(CheckpointWanted.class);
      assertThat(slot.leases()).as("vouched for meanwhile").containsExactly(new LeaseId(1));
      told.accept(slot);
      wanted.replyTo().tell(none(wanted.lease()));
      coordinator.expectTerminated(wanted.replyTo(), LONG);
      runner.tell(new SlotRunner.Start(lease(2, 0, 1), spec(1)));
      await().atMost(Duration.ofSeconds(60)).until(() -> slot.pid() != 0);
      assertThat(folder.resolve("one").resolve("attempts").toFile().list())
          .as("attempts that began")
          .hasSize(1);
    }
  }

  @Test
  void anAttemptIsHandedBackWhenTheFolderHangs() throws IOException {
    CompletableFuture<Void> answers = new CompletableFuture<>();
    try (Workbench bench = Workbench.with(folder.resolve("one"), FakeRunner.Trains.class)) {
      Slot slot = bench.gatedSlot();
      for (int thread = 0; thread < 20; thread++) {
        slot.host().disk().execute(answers::join);
      }
      kit.spawn(
              SlotRunner.create(
                  slot, coordinator.getRef(), bench.metrics, pace(RESEND.dividedBy(10))))
          .tell(new SlotRunner.Start(lease(1, 0, 2), spec(1)));
      AttemptFinished back = next(AttemptFinished.class);
      assertThat(back.lease()).isEqualTo(new LeaseId(1));
      assertThat(back.outcome())
          .isEqualTo(new TrialOutcome.Stopped("its worker's folder of checkpoints hangs"));
      back.replyTo().tell(new WorkerProtocol.Acknowledged(back.lease(), back.sequence()));
      await().atMost(LONG).until(() -> slot.leases().isEmpty());
    } finally {
      answers.complete(null);
    }
  }

  @Test
  void whatCameOfACheckpointIsRemovedWhenItsAttemptIsStopped() throws IOException {
    try (Workbench bench = Workbench.with(folder.resolve("one"), FakeRunner.Trains.class)) {
      Slot slot = bench.gatedSlot();
      runner(slot, bench).tell(new SlotRunner.Start(lease(1, 0, 2), spec(1)));
      CheckpointWanted wanted = next(CheckpointWanted.class);
      CheckpointName name = new CheckpointName("0123456789abcdef", 9, "w");
      CheckpointPiece half =
          new CheckpointPiece(wanted.lease(), name, 100, 0, Bytes.of(new byte[50]));
      wanted.replyTo().tell(half);
      while (wanted.offset() != 50) {
        wanted = next(CheckpointWanted.class);
      }
      File trial = checkpoints("one").of(TRIAL).toFile();
      assertThat(trial.list()).hasSize(1);
      slot.stop(new LeaseId(1), "its lease expired");
      await().atMost(LONG).untilAsserted(() -> assertThat(trial.list()).isEmpty());
    }
  }

  @Test
  void anAttemptBeginsAlsoWhenItsFetcherDies() throws IOException {
    try (Workbench bench = Workbench.with(folder.resolve("one"), FakeRunner.Trains.class)) {
      Slot slot = bench.gatedSlot();
      runner(slot, bench).tell(new SlotRunner.Start(lease(1, 0, 2), spec(1)));
      kill(next(CheckpointWanted.class).replyTo());
      await().atMost(LONG).until(() -> slot.pid() != 0);
      assertThat(slot.leases()).containsExactly(new LeaseId(1));
    }
  }
}
