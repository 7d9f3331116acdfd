package cbd.coordinator.cli.export;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.http.Views;
import java.util.List;
import java.util.function.Consumer;

/**
 * Asked of a coordinator.
 *
 * @param id the sweep's, whole
 */
public record AskedResults(CoordinatorClient client, String id) implements SweepResults {

  @Override
  public String source() {
    return "the coordinator at " + client.address();
  }

  @Override
  public Views.SweepView sweep() {
    return client.sweep(id);
  }

  @Override
  public String text() {
    return client.text("/sweeps/" + id + "/text");
  }

  @Override
  public Views.LeaderboardView board() {
    return client.leaderboard(id);
  }

  @Override
  public String board(String format) {
    return client.leaderboard(id, format);
  }

  @Override
  public List<Views.TrialView> trials() {
    return client.trials(id, List.of());
  }

  @Override
  public void curves(Consumer<Views.CurveView> reader) {
    Long after = -1L;
    while (after != null) {
      String path = "/sweeps/" + id + "/curves?after=" + after;
      Views.CurvePage page = client.get(path, Views.CurvePage.class);
      page.curves().forEach(reader);
      after = page.next();
    }
  }
}
