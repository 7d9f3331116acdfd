package cbd.next;

import akka.actor.AbstractExtensionId;
import akka.actor.ActorRef;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import akka.cluster.Cluster;
import akka.cluster.Member;
import java.time.Duration;

/** Sends every other member the new message, again and again, whichever build it is of. */
public final class Greeter extends AbstractExtensionId<Greeter.Greetings> {
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** That they are sent. */
  public static final class Greetings implements Extension {}

  @Override
  public Greetings createExtension(ExtendedActorSystem system) {
    system
        .scheduler()
        .scheduleWithFixedDelay(EVERY, EVERY, () -> greet(system), system.dispatcher());
    return new Greetings();
  }

  private static void greet(ExtendedActorSystem system) {
    Cluster cluster = Cluster.get(system);
    for (Member member : cluster.state().getMembers()) {
      if (!member.address().equals(cluster.selfAddress())) {
        system
            .provider()
            .resolveActorRef(member.address() + "/user/nobody")
            .tell(new Novelty("hello"), ActorRef.noSender());
      }
    }
  }
}
