package cbd.coordinator.cli.progress;

import cbd.coordinator.http.Views;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives one picture after another; a runtime exception in their place is thrown. */
final class PlayedSweep implements SweepSource {
  final Deque<Object> pictures = new ArrayDeque<>();
  final Map<String, Views.TrialView> trials = new HashMap<>();
  final List<Views.TrialView> failed = new ArrayList<>();

  @Override
  public Views.SweepView sweep() {
    Object next = pictures.remove();
    if (next instanceof RuntimeException failure) {
      throw failure;
    }
    return (Views.SweepView) next;
  }

  @Override
  public Views.TrialView trial(String id) {
    return trials.get(id);
  }

  @Override
  public List<Views.TrialView> failed() {
    return failed;
  }
}
