package cbd.coordinator.cli.progress;

import cbd.coordinator.http.Views;
import java.util.List;

/** Where a watched sweep's pictures come from. */
public interface SweepSource {

  /** The sweep as it is now. */
  Views.SweepView sweep();

  /** One of its trials. */
  Views.TrialView trial(String id);

  /** All of its trials that failed for good. */
  List<Views.TrialView> failed();
}
