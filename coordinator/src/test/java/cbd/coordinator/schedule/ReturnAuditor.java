package cbd.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.LeaseId;
import cbd.domain.SlotId;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a trial that failed because nobody heard of its last attempt gets that attempt
 * back when its worker returns with it.
 */
final class ReturnAuditor {
  private final Set<LeaseId> disowned = new HashSet<>();
  private int ofFailed;

  /**
   * Of the leases that a worker names, those that it must get back: the trial failed with it, no
   * slot has another one, and nobody said that it is over. Where two want one slot, neither must.
   */
  List<LeaseId> owed(ClusterState state, List<LeaseId> named, Map<LeaseId, TrialId> granted) {
    List<LostLease> lost = new ArrayList<>();
    Set<LeaseId> failed = new HashSet<>();
    for (LeaseId id : named) {
      @Nullable TrialStanding at = at(state, granted.get(id));
      @Nullable LostLease last = at == null ? null : at.caveats().lost();
      if (at != null && last != null && last.id().equals(id)) {
        lost.add(last);
        if (at.state() == TrialState.FAILED && !disowned.contains(id)) {
          failed.add(id);
        }
      }
    }
    if (failed.isEmpty()) {
      return List.of();
    }
    List<SlotId> taken = new ArrayList<>();
    state.leases().all().forEach(entry -> taken.addAll(entry.place().slots()));
    lost.forEach(each -> taken.addAll(each.place().slots()));
    return lost.stream()
        .filter(each -> failed.contains(each.id()))
        .filter(
            each ->
                taken.stream().filter(each.place().slots()::contains).count()
                    == each.place().slots().size())
        .map(LostLease::id)
        .toList();
  }

  private static @Nullable TrialStanding at(ClusterState state, @Nullable TrialId trial) {
    return trial == null ? null : state.standing(trial).orElse(null);
  }

  void answered(List<LeaseId> owed, List<LeaseId> named, Registration answer) {
    assertThat(answer.adopted()).as("failed trials come back with %s", owed).containsAll(owed);
    ofFailed += owed.size();
    named.stream().filter(id -> !answer.adopted().contains(id)).forEach(disowned::add);
  }

  void answered(LeaseId lease, Verdict verdict) {
    if (verdict.kind() == Verdict.Kind.STALE) {
      disowned.add(lease);
    }
  }

  /** Whoever has it is told to forget it. */
  void disowned(LeaseId lease) {
    disowned.add(lease);
  }

  /** How often a failed trial came back so. */
  int ofFailed() {
    return ofFailed;
  }

  /** As if what failed had failed for good. */
  static Registration spoilt(ClusterState state, Registration answer) {
    List<LeaseId> adopted = new ArrayList<>(answer.adopted());
    List<Event> events = new ArrayList<>(answer.events());
    for (Event event : answer.events()) {
      if (event instanceof Event.LeaseRevived back
          && state.standing(back.trial()).orElseThrow().state() == TrialState.FAILED) {
        adopted.remove(back.lease());
        events.remove(back);
      }
    }
    return new Registration(answer.refusal(), adopted, answer.resend(), events);
  }
}
