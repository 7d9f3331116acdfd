package cbd.worker.runner;

import cbd.domain.AttackPicture;
import cbd.domain.LeaseId;
import cbd.domain.TrialId;

/** What the coordinator gets beside an attempt's reports; none of it counts, so it may be lost. */
public sealed interface Enclosure {

  LeaseId lease();

  /** What the attack does to test images. */
  record Picture(LeaseId lease, AttackPicture picture) implements Enclosure {}

  /**
   * The end of the log of an attempt that the coordinator knows to be over.
   *
   * @param trial the attempt's; a coordinator with a new store counts leases from 1 again
   */
  record Log(LeaseId lease, TrialId trial) implements Enclosure {}
}
