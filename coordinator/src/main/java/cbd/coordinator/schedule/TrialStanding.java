package cbd.coordinator.schedule;

import cbd.domain.Lease;
import cbd.domain.Resources;
import cbd.domain.Scores;
import cbd.domain.Trial;
import cbd.domain.TrialState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one trial stands: what the scheduler remembers of it and what a restarted coordinator reads
 * back from its store.
 *
 * @param order position in the queue of all trials ever accepted, from 0
 * @param attempt the coming one with states QUEUED and PAUSED, from 1, else the latest (with state
 *     COOLING_DOWN the failed one; it rises with {@link Event.CooledDown}); 0 with state CANCELLED
 *     or STOPPED when none ever began
 * @param maxAttempts the last attempt number that may be granted
 * @param lease the current one, with state LEASED only
 * @param lastSequence the highest report number the store has of the current lease, 0 for none
 * @param notBefore end of the cool-down, with state COOLING_DOWN only
 * @param caveats what its past asks for
 * @param priority the highest of its sweeps'
 * @param scores of its result, with state SUCCEEDED only
 * @param resources what it takes of a worker when it is granted next
 * @param beside indexes of the slots that its current lease takes besides that in which it runs
 */
public record TrialStanding(
    Trial trial,
    long order,
    TrialState state,
    int attempt,
    int maxAttempts,
    @Nullable Lease lease,
    long lastSequence,
    @Nullable Instant notBefore,
    Caveats caveats,
    int priority,
    @Nullable Scores scores,
    Resources resources,
    List<Integer> beside) {
  public TrialStanding {
    beside = List.copyOf(beside);
  }

  /** A trial whose past asks for nothing. */
  public TrialStanding(
      Trial trial,
      long order,
      TrialState state,
      int attempt,
      int maxAttempts,
      @Nullable Lease lease,
      long lastSequence,
      @Nullable Instant notBefore) {
    this(trial, order, state, attempt, maxAttempts, lease, lastSequence, notBefore, Caveats.NONE);
  }

  /** A trial of the usual priority without a result. */
  public TrialStanding(
      Trial trial,
      long order,
      TrialState state,
      int attempt,
      int maxAttempts,
      @Nullable Lease lease,
      long lastSequence,
      @Nullable Instant notBefore,
      Caveats caveats) {
    this(
        trial,
        order,
        state,
        attempt,
        maxAttempts,
        lease,
        lastSequence,
        notBefore,
        caveats,
        0,
        null,
        Resources.ANY,
        List.of());
  }
}
