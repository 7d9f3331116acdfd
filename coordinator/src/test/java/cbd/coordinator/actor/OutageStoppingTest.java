package cbd.coordinator.actor;

import static cbd.coordinator.actor.StoppingRig.MEDIAN;
import static cbd.coordinator.actor.StoppingRig.SWEEP;
import static cbd.coordinator.actor.StoppingRig.cbd;
import static cbd.coordinator.actor.StoppingRig.terms;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import cbd.coordinator.Trials;
import cbd.coordinator.schedule.Event;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.WorkerProtocol.StartAttempt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Early stopping while the store cannot write. */
class OutageStoppingTest {
  private final Stage stage = new Stage();
  private final ActorRef<CoordinatorProtocol> coordinator = stage.coordinator();

  @AfterEach
  void close() {
    stage.close();
  }

  private Map<TrialId, LeaseId> leased(Trial... trials) {
    TestProbe<Reply> reply = stage.replies();
    stage.request(
        new Request.SubmitSweep(
            SWEEP, "stopping", "text", List.of(trials), 3, terms(MEDIAN), reply.getRef()));
    stage.store.step();
    reply.receiveMessage();
    return stage.start(coordinator, trials.length).stream()
        .map(StartAttempt::lease)
        .collect(Collectors.toMap(lease -> lease.trial(), lease -> lease.id()));
  }

  private void epoch(LeaseId lease, int epoch, double ca) {
    coordinator.tell(
        new CoordinatorProtocol.EpochDone(
            lease, epoch, Trials.epoch(Phase.FINAL, epoch, ca, 0.1), stage.worker.getRef()));
  }

  private void settle() {
    stage.look().toCompletableFuture().join();
  }

  /** A coordinator that starts anew sees the epochs alone, and would stop it. */
  @Test
  void aStopComesRightAfterItsEpochWhateverIsReportedNext() {
    Map<TrialId, LeaseId> leases = leased(cbd(1), cbd(2), cbd(3));
    for (Trial trial : List.of(cbd(1), cbd(2))) {
      epoch(leases.get(trial.id()), 1, 0.5);
      epoch(leases.get(trial.id()), 2, 0.6);
    }
    settle();
    stage.store.step();
    stage.store.step();
    settle();
    LeaseId bad = leases.get(cbd(3).id());
    stage.journal.mood = FakeJournal.Mood.UNAVAILABLE;
    epoch(bad, 1, 0.1);
    settle();
    stage.store.step();

    epoch(bad, 2, 0.2);
    coordinator.tell(stage.finished(bad, 3));
    settle();
    stage.journal.mood = FakeJournal.Mood.WELL;
    stage.pass(Duration.ofSeconds(1));
    stage.store.step();
    stage.store.step();

    assertThat(stage.journal.stored)
        .extracting(Event::getClass)
        .endsWith(Event.EpochRecorded.class, Event.TrialStopped.class);
    assertThat(stage.journal.stored(Event.TrialSucceeded.class)).isEmpty();
  }
}
