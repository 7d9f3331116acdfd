package cbd.coordinator.store;

import cbd.domain.SweepId;
import cbd.domain.SweepTerms;
import cbd.domain.TrialState;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A sweep and how far it is.
 *
 * @param terms on which it is served and shown
 * @param trials how many are in each state; has every state
 */
public record SweepRow(
    SweepId id,
    String name,
    Instant acceptedAt,
    int maxAttempts,
    SweepTerms terms,
    Map<TrialState, Long> trials) {
  public SweepRow {
    trials = Collections.unmodifiableMap(new EnumMap<>(trials));
  }

  /** Trials in all states together. */
  public long size() {
    return trials.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Trials of which nothing more will come by itself. */
  public long done() {
    return trials.entrySet().stream()
        .filter(entry -> entry.getKey().isTerminal())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
