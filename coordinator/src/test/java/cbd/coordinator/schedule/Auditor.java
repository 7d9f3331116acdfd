package cbd.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.SlotId;
import cbd.domain.TrialId;
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

  void durable(Event event) {
    history.add(event);
    if (event instanceof Event.SweepAccepted e) {
      e.trials().forEach(trial -> accepted.putIfAbsent(trial.id(), e.maxAttempts()));
    } else if (event instanceof Event.LeaseGranted e) {
      granted(e.lease());
    } else if (event instanceof Event.EpochRecorded e) {
      report(e.lease(), e.trial(), e.sequence());
    } else if (event instanceof Event.TrialSucceeded e) {
      succeeded(e);
    } else if (event instanceof Event.AttemptFailed e) {
      report(e.lease(), e.trial(), e.sequence());
      ended(e.trial(), e.next() instanceof Event.Next.GiveUp);
    } else if (event instanceof Event.LeaseExpired e) {
      assertThat(openByTrial.get(e.trial()).id()).isEqualTo(e.lease());
      ended(e.trial(), e.next() instanceof Event.Next.GiveUp);
    } else if (event instanceof Event.TrialCancelled e) {
      ended(e.trial(), true);
    } else if (event instanceof Event.TrialRequeued e) {
      assertThat(over.remove(e.trial())).as("requeued trial was over: %s", e).isTrue();
      assertThat(results.get(e.trial())).as("no trial with a result is requeued").isNull();
      accepted.put(e.trial(), e.maxAttempts());
    }
  }

  private void granted(Lease lease) {
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
