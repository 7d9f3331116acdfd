package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.http.Views;
import cbd.domain.TrialId;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import picocli.CommandLine.Parameters;

/** {@code SWEEP|TRIAL}: what a person cancels or has tried again. */
final class Target {
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
   * Its path in the API.
   *
   * @see #find
   */
  String path(CoordinatorClient client) {
    return find(client, sweep -> List.of(), trial -> true).path();
  }

  /**
   * Finds it.
   *
   * @param states of a sweep's trials that are of interest
   * @param alone states of interest of a trial that was named itself
   */
  Found find(CoordinatorClient client, List<String> states, List<String> alone) {
    return find(
        client, sweep -> client.trials(sweep, states), trial -> alone.contains(trial.state()));
  }

  /** An id that a sweep begins with is the sweep's, whatever it may be besides. */
  static boolean isTrial(String text, List<String> sweeps) {
    return TrialId.isBeginning(text) && sweeps.stream().noneMatch(id -> id.startsWith(text));
  }

  private Found find(
      CoordinatorClient client,
      Function<String, List<Views.TrialView>> ofSweep,
      Predicate<Views.TrialView> wanted) {
    List<String> sweeps = client.sweeps().stream().map(Views.SweepView::id).toList();
    if (isTrial(text, sweeps)) {
      Views.TrialView trial = client.trial(text).trial();
      return new Found("/trials/" + trial.id(), wanted.test(trial) ? List.of(trial) : List.of());
    }
    String sweep = SweepArgument.resolve(text, sweeps);
    return new Found("/sweeps/" + sweep, ofSweep.apply(sweep));
  }
}
