package cbd.coordinator.chaos.fault;

import cbd.coordinator.chaos.cluster.LocalCluster;
import cbd.coordinator.chaos.cluster.Member;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * One way for things to go wrong.
 *
 * @param name such as {@code worker-killed}
 * @param about one line for people
 * @param victims whom it hits
 * @param fatal whether an attempt that runs on the victim ends with it
 * @param shortest how long it lasts at least
 * @param longest how long it lasts at most
 * @param hand does it
 */
public record FaultKind(
    String name,
    String about,
    Victims victims,
    boolean fatal,
    Duration shortest,
    Duration longest,
    Hand hand) {

  /** Whom it can hit now, in a fixed order; {@code free}: whether nothing hurts a member yet. */
  public List<Member> candidates(LocalCluster cluster, Predicate<Member> free) {
    return victims.among(cluster, free);
  }

  /** Whose trials are hit. */
  public Reach reach() {
    return switch (victims) {
      case COORDINATOR -> Reach.EVERYONE;
      case WORKER, RUNNER -> Reach.VICTIM;
      case CLIENT -> Reach.NOBODY;
    };
  }

  /** Whose trials a fault hits. */
  public enum Reach {
    /** The trials that run on the victim. */
    VICTIM,
    /** All trials that run. */
    EVERYONE,
    /** None that runs. */
    NOBODY
  }

  /** Hits the victim, and returns when it is over; the victim may need longer to recover. */
  public void harm(Scene scene, Member victim, Duration lasting)
      throws IOException, InterruptedException {
    hand.harm(scene, victim, lasting);
  }
}
