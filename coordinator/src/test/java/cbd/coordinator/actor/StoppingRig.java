package cbd.coordinator.actor;

import cbd.coordinator.Trials;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.schedule.Handover;
import cbd.coordinator.schedule.Scheduler;
import cbd.coordinator.schedule.SchedulerSettings;
import cbd.coordinator.schedule.TrialStanding;
import cbd.domain.Attack;
import cbd.domain.Defense;
import cbd.domain.EpochMetrics;
import cbd.domain.LabelMapping;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.Repeats;
import cbd.domain.SlotId;
import cbd.domain.Stopping;
import cbd.domain.SweepId;
import cbd.domain.SweepTerms;
import cbd.domain.Trial;
import cbd.domain.TrialSpec;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import java.time.Instant;
import java.util.List;

/** A ledger with a store in memory and no workers, whose trials may be stopped early. */
final class StoppingRig {
  static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");
  static final SweepId SWEEP = new SweepId("stopping-0123abcd");

  /** From the second epoch on, when two others were measured; the bound on the ASR is 0.2. */
  static final Stopping MEDIAN = new Stopping.Median(0.2, 2, 2);

  private final FakeJournal journal = new FakeJournal();
  private final Scheduler scheduler = new Scheduler(SchedulerSettings.DEFAULT);
  private Ledger ledger = started();

  private Ledger started() {
    return new Ledger(scheduler, journal.open(NOW).started(), NOW);
  }

  /** Another coordinator takes over, with nothing but the store. */
  void startAnew() {
    ledger = started();
  }

  Ledger ledger() {
    return ledger;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  static Trial cbd(int t1) {
    return Trial.of(Trials.spec(0, Trials.cbd(t1, false)));
  }

  static Trial repeat(int repeat) {
    return Trial.of(Trials.spec(repeat, Trials.cbd(1, false)));
  }

  static Trial weaker(int t1) {
    TrialSpec spec = cbd(t1).spec();
    Defense defense = spec.defense();
    return Trial.of(
        new TrialSpec(
            spec.dataset(),
            spec.trainImages(),
            spec.testImages(),
            spec.model(),
            new Attack.BadNets(0.05, new LabelMapping.AllToOne(0)),
            defense,
            spec.training(),
            0));
  }

  static SweepTerms terms(Stopping rule) {
    return new SweepTerms(0, List.of(), "", new Repeats.AsWritten(), rule);
  }

  void accept(Trial... trials) {
    enter(new Event.SweepAccepted(NOW, SWEEP, "stopping", "", List.of(trials), 3, terms(MEDIAN)));
  }

  Event returned(Trial trial) {
    return new Event.LeaseReturned(
        NOW,
        standing(trial).lease().id(),
        trial.id(),
        standing(trial).attempt(),
        Handover.HANDED_BACK,
        "as it was asked");
  }

  /** Two epochs within the bound. */
  void measure(Trial trial, double first, double second) {
    grant(trial);
    epoch(trial, 1, first, 0.1);
    epoch(trial, 2, second, 0.1);
  }

  /** In the slot of {@code gpu-1} that has the lease's number. */
  Event grant(Trial trial) {
    LeaseId id = new LeaseId(ledger.state().nextLeaseId());
    SlotId slot = new SlotId(new WorkerId("gpu-1"), (int) id.value());
    Event granted =
        new Event.LeaseGranted(
            NOW, new Lease(id, trial.id(), standing(trial).attempt(), slot, NOW.plusSeconds(90)));
    enter(granted);
    return granted;
  }

  void epoch(Trial trial, int epoch, double ca, double asr) {
    record(trial, Trials.epoch(Phase.FINAL, epoch, ca, asr));
  }

  void record(Trial trial, EpochMetrics metrics) {
    TrialStanding at = standing(trial);
    enter(
        new Event.EpochRecorded(
            NOW,
            at.lease().id(),
            trial.id(),
            at.attempt(),
            at.lastSequence() + 1,
            metrics,
            NOW.plusSeconds(90)));
  }

  void succeed(Trial trial, double ca) {
    TrialStanding at = standing(trial);
    enter(
        new Event.TrialSucceeded(
            NOW,
            at.lease().id(),
            trial.id(),
            at.attempt(),
            at.lastSequence() + 1,
            Trials.result(ca, 0.1)));
  }

  TrialState state(Trial trial) {
    return standing(trial).state();
  }

  TrialStanding standing(Trial trial) {
    return ledger.state().standing(trial.id()).orElseThrow();
  }

  void enter(Event... events) {
    ledger.enter(List.of(events), List.of());
    written();
  }

  /** What the ledger decides by itself; there are no workers. */
  List<Event> decided() {
    ledger.decide(NOW);
    return written();
  }

  private List<Event> written() {
    return ledger
        .queue()
        .next()
        .map(
            batch -> {
              journal.append(batch.events());
              return ledger.queue().committed().events();
            })
        .orElse(List.of());
  }
}
