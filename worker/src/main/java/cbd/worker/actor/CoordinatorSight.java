package cbd.worker.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.ClusterEvent;
import akka.cluster.ClusterEvent.ClusterDomainEvent;
import akka.cluster.Member;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import java.util.HashSet;
import java.util.Set;

/**
 * Watches the membership and says whether a coordinator is up and reachable, when that changes; and
 * when this node comes into a cluster that has none, for the one that let it in may have left.
 */
final class CoordinatorSight extends AbstractBehavior<ClusterDomainEvent> {
  private final UniqueAddress self;
  private final ActorRef<WorkerAgent.CoordinatorInSight> listener;
  private final Set<UniqueAddress> up = new HashSet<>();
  private final Set<UniqueAddress> unreachable = new HashSet<>();
  private boolean inSight;

  /**
   * @param listener is told every change, beginning from out of sight and out of any cluster
   */
  static Behavior<ClusterDomainEvent> create(
      ActorRef<? super WorkerAgent.CoordinatorInSight> listener) {
    return Behaviors.setup(
        context -> {
          Cluster.get(context.getSystem())
              .subscriptions()
              .tell(Subscribe.create(context.getSelf(), ClusterDomainEvent.class));
          return new CoordinatorSight(
              context, Cluster.get(context.getSystem()).selfMember(), listener.narrow());
        });
  }

  private CoordinatorSight(
      ActorContext<ClusterDomainEvent> context,
      Member self,
      ActorRef<WorkerAgent.CoordinatorInSight> listener) {
    super(context);
    this.self = self.uniqueAddress();
    context.setLoggerName(CoordinatorSight.class);
    this.listener = listener;
  }

  @Override
  public Receive<ClusterDomainEvent> createReceive() {
    return newReceiveBuilder()
        .onMessage(ClusterEvent.MemberUp.class, event -> change(up, event.member(), true))
        .onMessage(ClusterEvent.MemberEvent.class, event -> change(up, event.member(), false))
        .onMessage(
            ClusterEvent.UnreachableMember.class,
            event -> change(unreachable, event.member(), true))
        .onMessage(
            ClusterEvent.ReachableMember.class, event -> change(unreachable, event.member(), false))
        .onAnyMessage(event -> this)
        .build();
  }

  private Behavior<ClusterDomainEvent> change(
      Set<UniqueAddress> members, Member member, boolean belongs) {
    if (!inSight && member.uniqueAddress().equals(self)) {
      listener.tell(new WorkerAgent.CoordinatorInSight(false));
    }
    if (!member.hasRole(ClusterSettings.COORDINATOR)) {
      return this;
    }
    if (belongs) {
      members.add(member.uniqueAddress());
    } else {
      members.remove(member.uniqueAddress());
    }
    boolean now = up.stream().anyMatch(address -> !unreachable.contains(address));
    if (now != inSight) {
      inSight = now;
      getContext().getLog().info("Coordinator in sight. reachable={}", now);
      listener.tell(new WorkerAgent.CoordinatorInSight(now));
    }
    return this;
  }
}
