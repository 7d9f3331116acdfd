package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.http.Views;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Parameters;

/** {@code SWEEP|TRIAL}: what a person cancels or has tried again. */
final class Target {
  /** What the API takes for the beginning of a trial's id. */
  private static final Pattern TRIAL = Pattern.compile("[0-9a-f]{4,32}");

  @Parameters(
      index = "0",
      paramLabel = "SWEEP|TRIAL",
      description = "The id of a sweep or of a trial, or enough of its beginning.")
  private String text = "";

  /**
   * One sweep or one trial.
   *
   * @param path in the API
   * @param trials what it holds
   */
  record Found(String path, List<Views.TrialView> trials) {}

  /**
   * Finds it. An id that a sweep begins with is the sweep's, whatever it may be besides.
   *
   * @param states of a sweep's trials that are of interest
   */
  Found find(CoordinatorClient client, List<String> states) {
    List<String> sweeps = client.sweeps().stream().map(Views.SweepView::id).toList();
    boolean isTrial =
        TRIAL.matcher(text).matches() && sweeps.stream().noneMatch(id -> id.startsWith(text));
    if (isTrial) {
      Views.TrialView trial = client.trial(text).trial();
      return new Found(
          "/trials/" + trial.id(), states.contains(trial.state()) ? List.of(trial) : List.of());
    }
    String sweep = SweepArgument.resolve(text, sweeps);
    return new Found("/sweeps/" + sweep, client.trials(sweep, states));
  }
}
