package cbd.worker.doctor;

import java.util.List;

/** Looks at one thing. */
interface Check {
  /**
   * What is found; never fails, for what cannot be looked at is a finding as well. May take
   * seconds.
   */
  List<Finding> findings();
}
