package cbd.coordinator.cli.words;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.client.Json;
import cbd.coordinator.cli.client.RefusedException;
import cbd.coordinator.cli.client.UnreachableException;
import cbd.coordinator.http.Views;
import cbd.coordinator.leaderboard.Differences;
import cbd.coordinator.sweep.SweepFile;
import cbd.coordinator.sweep.TrialGrid;
import cbd.domain.Trial;
import cbd.text.InvalidTextException;
import cbd.text.JsonText;
import cbd.text.RecordWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names of the trials of one sweep that tell them apart: what every trial is called by, and the
 * settings that differ within the sweep.
 *
 * @param differences between the sweep's trials
 */
public record TrialNames(Differences differences) {
  /** For trials of which nothing else is known. */
  public static final TrialNames PLAIN = new TrialNames(Differences.NONE);

  /** What {@link TrialWords#of} says. */
  private static final Set<String> SAID =
      Set.of("attack", "attack.poisonRate", "defense", "repeat");

  /** For so many trials the grid is gone through each time a command is typed. */
  private static final int MOST_CELLS = 20_000;

  /**
   * For a sweep that a coordinator has. A sweep that is too large to be gone through, that only a
   * newer cbd can read or that cannot be had just now has plain names.
   */
  public static TrialNames ofSweep(CoordinatorClient client, String sweep) {
    try {
      TrialGrid grid =
          TrialGrid.of(SweepFile.parse(client.text("/sweeps/" + sweep + "/text"), MOST_CELLS));
      return new TrialNames(
          Differences.between(grid.trials().map(Trial::spec).map(RecordWriter::tree), SAID));
    } catch (InvalidTextException | RefusedException | UnreachableException e) {
      return PLAIN;
    }
  }

  /** For trials that are all there is to tell apart. */
  public static TrialNames ofTrials(List<Views.TrialView> trials) {
    return new TrialNames(
        Differences.between(
            trials.stream().map(trial -> JsonText.parse(Json.write(trial.spec()))), SAID));
  }

  /** {@code badnets 10% / cbd / preset=official-code / repeat 0}. */
  public String of(Map<String, @Nullable Object> spec) {
    return TrialWords.of(spec, differences.of(JsonText.parse(Json.write(spec))));
  }
}
