package cbd.coordinator.cli.progress;

import cbd.coordinator.http.Views;
import java.util.List;

/** Shows people how a sweep gets on. Not thread-safe. */
public interface ProgressDisplay extends AutoCloseable {

  /**
   * The sweep moved, or did not.
   *
   * @param ended trials whose attempt ended since the last time, as they stand now
   */
  void show(Views.SweepView sweep, List<Views.TrialView> ended);

  /** Something to say in between. */
  void note(String line);

  /** Leaves the screen as it should stay. */
  @Override
  void close();
}
