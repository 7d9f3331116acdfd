package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.client.Json;
import cbd.coordinator.http.SweepBoard;
import cbd.coordinator.http.Views;
import cbd.coordinator.leaderboard.Entrant;
import cbd.coordinator.leaderboard.Leaderboard;
import cbd.domain.SweepId;
import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import cbd.domain.TrialState;
import cbd.text.InvalidTextException;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A sweep's leaderboard, made here from the coordinator's trials. */
final class Standings {
  private Standings() {}

  static SweepBoard of(CoordinatorClient client, String sweep) {
    List<Views.TrialView> trials = client.trials(sweep, List.of());
    try {
      return new SweepBoard(
          new SweepId(sweep), Leaderboard.of(trials.stream().map(Standings::entrant).toList()));
    } catch (InvalidTextException e) {
      throw new CliFailure(
          Exit.FAILED,
          "the coordinator knows settings that this cbd does not; use its version: "
              + e.getMessage());
    }
  }

  private static Entrant entrant(Views.TrialView trial) {
    Map<String, @Nullable Object> result = trial.result();
    return new Entrant(
        read(TrialSpec.class, trial.spec()),
        TrialState.valueOf(trial.state().toUpperCase(Locale.ROOT).replace('-', '_')),
        result == null ? null : read(TrialResult.class, result));
  }

  private static <T> T read(Class<T> type, Map<String, @Nullable Object> plain) {
    return RecordReader.read(type, JsonText.parse(Json.write(plain)));
  }
}
