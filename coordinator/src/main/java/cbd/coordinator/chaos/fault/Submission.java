package cbd.coordinator.chaos.fault;

import cbd.domain.SweepId;
import cbd.domain.Trial;
import java.util.List;

/**
 * A sweep as it is meant, before any coordinator has seen it.
 *
 * @param yaml its file
 * @param trials in grid order
 */
public record Submission(SweepId sweep, String yaml, List<Trial> trials) {
  public Submission {
    trials = List.copyOf(trials);
  }
}
