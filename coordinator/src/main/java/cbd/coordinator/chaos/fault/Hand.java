package cbd.coordinator.chaos.fault;

import cbd.coordinator.chaos.cluster.Member;
import java.io.IOException;
import java.time.Duration;

/** Does harm, keeps it up, and takes it back: when this returns, nothing holds the victim down. */
@FunctionalInterface
interface Hand {
  /**
   * Harms a victim and takes it back.
   *
   * @param lasting how long
   */
  void harm(Scene scene, Member victim, Duration lasting) throws IOException, InterruptedException;
}
