package cbd.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.schedule.Event.Next.GiveUp;
import cbd.domain.Failure;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.SlotId;
import cbd.domain.TrialId;
import cbd.domain.WorkerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the durable history and believes nothing else: an independent, naive account of what cbd
 * promises. Each event is held against it the moment it becomes durable.
 */
final class Auditor {
  private final List<Event> history = new ArrayList<>();
  private final Map<TrialId, Integer> accepted = new HashMap<>();
  private final Map<TrialId, Lease> openByTrial = new HashMap<>();
  private final Map<SlotId, Lease> openBySlot = new HashMap<>();
  private final Map<LeaseId, Lease> everGranted = new HashMap<>();
  private final Map<TrialId, Double> results = new HashMap<>();
  private final Set<TrialId> over = new HashSet<>();
  private final Set<String> reports = new HashSet<>();
  private final Map<TrialId, Integer> allowed = new HashMap<>();
  private final Set<TrialId> lostBefore = new HashSet<>();
  private final Map<TrialId, Integer> counted = new HashMap<>();
  private final Map<TrialId, Lease> latest = new HashMap<>();
  private final Set<LeaseId> expired = new HashSet<>();

  /** Of what is over: trials whose last attempt that counts was a lease that expired. */
  private final Set<TrialId> failedUnheard = new HashSet<>();

  private final Set<TrialId> paused = new HashSet<>();
  private final Set<WorkerId> cordoned = new HashSet<>();
  private final Map<SlotId, Instant> quarantined = new HashMap<>();

  private final StopAuditor stops = new StopAuditor();
  private final ResourceAuditor resources = new ResourceAuditor();

  void durable(Event event) {
    history.add(event);
    stops.follow(event);
    if (event instanceof Event.OfSweep e) {
      resources.brought(e);
      e.trials().forEach(trial -> accepted.putIfAbsent(trial.id(), e.maxAttempts()));
      e.trials().forEach(trial -> allowed.putIfAbsent(trial.id(), e.maxAttempts()));
    } else if (event instanceof Event.LeaseGranted e) {
      granted(e.lease(), e.at());
      resources.granted(e);
    } else if (event instanceof Event.EpochRecorded e) {
      report(e.lease(), e.trial(), e.sequence());
      stops.recorded(e);
    } else if (event instanceof Event.TrialSucceeded e) {
      succeeded(e);
    } else if (event instanceof Event.AttemptFailed e) {
      report(e.lease(), e.trial(), e.sequence());
      lost(e.trial(), e.next(), e.outcome().failure().remedy());
    } else if (event instanceof Event.LeaseExpired e) {
      assertThat(openByTrial.get(e.trial()).id()).isEqualTo(e.lease());
      expired.add(e.lease());
      lost(e.trial(), e.next(), Failure.Remedy.ELSEWHERE);
      if (e.next() instanceof GiveUp) {
        failedUnheard.add(e.trial());
      }
    } else if (event instanceof Event.LeaseReturned e) {
      assertThat(openByTrial.get(e.trial()).id()).isEqualTo(e.lease());
      accepted.merge(e.trial(), 1, Integer::sum);
      ended(e.trial(), false);
    } else if (event instanceof Event.LeaseRevived e) {
      revived(e);
      resources.revived(e);
    } else if (event instanceof Event.TrialCancelled e) {
      paused.remove(e.trial());
      ended(e.trial(), true);
    } else if (event instanceof Event.TrialStopped e) {
      paused.remove(e.trial());
      stops.stopped(e);
      ended(e.trial(), true);
    } else if (event instanceof Event.TrialRequeued e) {
      assertThat(over.remove(e.trial())).as("requeued trial was over: %s", e).isTrue();
      failedUnheard.remove(e.trial());
      assertThat(results.get(e.trial())).as("no trial with a result is requeued").isNull();
      accepted.put(e.trial(), e.maxAttempts());
      allowed.put(e.trial(), e.maxAttempts() - e.attempt() + 1);
      counted.remove(e.trial());
      lostBefore.remove(e.trial());
    } else {
      steered(event);
    }
  }

  private void steered(Event event) {
    if (event instanceof Event.TrialPaused e) {
      assertThat(openByTrial.get(e.trial())).as("what is paused does not run").isNull();
      assertThat(paused.add(e.trial())).isTrue();
    } else if (event instanceof Event.TrialResumed e) {
      paused.remove(e.trial());
    } else if (event instanceof Event.WorkerCordoned e) {
      cordoned.add(e.worker());
    } else if (event instanceof Event.WorkerUncordoned e) {
      cordoned.remove(e.worker());
    } else if (event instanceof Event.SlotQuarantined e) {
      quarantined.put(e.slot(), e.probeAt());
    } else if (event instanceof Event.SlotReleased e) {
      quarantined.remove(e.slot());
    }
  }

  private void lost(TrialId trial, Event.Next next, Failure.Remedy remedy) {
    boolean isSecond = !lostBefore.add(trial);
    if (next instanceof Event.Next.Excused) {
      accepted.merge(trial, 1, Integer::sum);
    } else if (remedy == Failure.Remedy.ELSEWHERE_ONCE && isSecond) {
      assertThat(next).as("trial %s failed elsewhere too", trial).isInstanceOf(GiveUp.class);
    } else if (remedy != Failure.Remedy.NONE) {
      int losses = counted.merge(trial, 1, Integer::sum);
      assertThat(losses)
          .as("attempts of trial %s that count", trial)
          .isLessThanOrEqualTo(allowed.get(trial));
      assertThat(next instanceof GiveUp)
          .as("trial %s is given up with its last attempt that counts, not before", trial)
          .isEqualTo(losses == allowed.get(trial));
    }
    ended(trial, next instanceof GiveUp);
  }

  private void revived(Event.LeaseRevived event) {
    Lease lease = latest.get(event.trial());
    assertThat(lease.id()).as("nobody was granted the trial since").isEqualTo(event.lease());
    assertThat(expired.remove(lease.id())).as("the lease had expired").isTrue();
    assertThat(over.remove(event.trial()))
        .as("what is over is not revived, but for what failed unheard")
        .isEqualTo(failedUnheard.remove(event.trial()));
    assertThat(openByTrial.put(event.trial(), lease)).isNull();
    assertThat(openBySlot.put(lease.slot(), lease)).as("one lease per slot").isNull();
    paused.remove(event.trial());
    counted.merge(event.trial(), -1, Integer::sum);
  }

  private void granted(Lease lease, Instant at) {
    assertThat(paused.contains(lease.trial())).as("paused trials are not granted").isFalse();
    assertThat(cordoned.contains(lease.slot().worker()))
        .as("cordoned workers are granted nothing")
        .isFalse();
    assertThat(quarantined.getOrDefault(lease.slot(), at))
        .as("no probe is early")
        .isBeforeOrEqualTo(at);
    latest.put(lease.trial(), lease);
    assertThat(accepted.containsKey(lease.trial())).as("granted trials were accepted").isTrue();
    assertThat(over.contains(lease.trial())).as("granted trials are not over").isFalse();
    assertThat(lease.attempt()).isBetween(1, accepted.get(lease.trial()));
    assertThat(everGranted.put(lease.id(), lease)).as("lease ids are never used twice").isNull();
    assertThat(openByTrial.put(lease.trial(), lease)).as("one lease per trial").isNull();
    assertThat(openBySlot.put(lease.slot(), lease)).as("one lease per slot").isNull();
  }

  private void succeeded(Event.TrialSucceeded event) {
    report(event.lease(), event.trial(), event.sequence());
    assertThat(event.result().seconds())
        .as("the result was made under the lease it is counted for")
        .isEqualTo((double) event.lease().value());
    assertThat(results.put(event.trial(), event.result().seconds()))
        .as("one result per trial")
        .isNull();
    ended(event.trial(), true);
  }

  private void report(LeaseId lease, TrialId trial, long sequence) {
    assertThat(openByTrial.get(trial)).as("reports come under an open lease").isNotNull();
    assertThat(openByTrial.get(trial).id()).as("only the current lease speaks").isEqualTo(lease);
    assertThat(reports.add(lease + "#" + sequence)).as("a report counts once").isTrue();
    assertThat(sequence == 1 || reports.contains(lease + "#" + (sequence - 1)))
        .as("no report before %s of lease %s is missing", sequence, lease)
        .isTrue();
  }

  private void ended(TrialId trial, boolean forGood) {
    Lease lease = openByTrial.remove(trial);
    if (lease != null) {
      openBySlot.remove(lease.slot());
    }
    resources.ended(trial);
    if (forGood) {
      assertThat(over.add(trial)).as("trial %s ends once", trial).isTrue();
    }
  }

  /** A worker is about to be told that it may forget a report. */
  void acknowledged(LeaseId lease, long sequence) {
    Lease granted = everGranted.get(lease);
    assertThat(granted).as("only granted leases are acknowledged").isNotNull();
    boolean current =
        openByTrial.get(granted.trial()) != null
            && openByTrial.get(granted.trial()).id().equals(lease);
    assertThat(!current || reports.contains(lease + "#" + sequence))
        .as("report %s of lease %s is durable before it is acknowledged", sequence, lease)
        .isTrue();
  }

  /** The order to start leaves the coordinator. */
  void started(Lease lease) {
    assertThat(everGranted.get(lease.id())).as("durable before it is sent").isEqualTo(lease);
  }

  ResourceAuditor resources() {
    return resources;
  }

  List<Event> history() {
    return history;
  }

  int accepted() {
    return accepted.size();
  }

  /** Every accepted trial has come to one end. */
  boolean allOver() {
    return over.size() == accepted.size();
  }

  int results() {
    return results.size();
  }

  /** The state that the history gives, from nothing. */
  ClusterState fold() {
    ClusterState state = new ClusterState();
    history.forEach(state::apply);
    return state;
  }
}
