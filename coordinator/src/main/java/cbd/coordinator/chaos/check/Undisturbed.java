package cbd.coordinator.chaos.check;

import cbd.domain.EpochMetrics;
import cbd.domain.TrialResult;
import java.util.List;

/**
 * What a trial comes to when nothing goes wrong.
 *
 * @param epochs in the order they were measured, each once
 */
public record Undisturbed(TrialResult result, List<EpochMetrics> epochs) {
  public Undisturbed {
    epochs = List.copyOf(epochs);
  }
}
