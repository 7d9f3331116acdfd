package cbd.coordinator.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.ClusterEvent.ClusterDomainEvent;
import akka.cluster.ClusterEvent.CurrentClusterState;
import akka.cluster.Member;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.GetCurrentState;
import akka.cluster.typed.Subscribe;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Counts the members of the cluster, on every coordinator, whenever something changes. */
public final class Members extends AbstractBehavior<Members.Command> {
  /** What this actor hears. */
  public sealed interface Command {}

  private record Changed(ClusterDomainEvent event) implements Command {}

  private record Now(CurrentClusterState state) implements Command {}

  private final CoordinatorObserver observer;
  private final ActorRef<CurrentClusterState> self;
  private Set<String> versions = Set.of();

  private Members(ActorContext<Command> context, CoordinatorObserver observer) {
    super(context);
    this.observer = observer;
    self = context.messageAdapter(CurrentClusterState.class, Now::new);
  }

  /**
   * Watches the cluster's members.
   *
   * @param observer is told the counts
   */
  public static Behavior<Command> create(CoordinatorObserver observer) {
    return Behaviors.setup(
        context -> {
          ActorRef<ClusterDomainEvent> events =
              context.messageAdapter(ClusterDomainEvent.class, Changed::new);
          Cluster.get(context.getSystem())
              .subscriptions()
              .tell(Subscribe.create(events, ClusterDomainEvent.class));
          return new Members(context, observer);
        });
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Changed.class, this::onChanged)
        .onMessage(Now.class, this::onNow)
        .build();
  }

  private Behavior<Command> onChanged(Changed changed) {
    Cluster.get(getContext().getSystem()).subscriptions().tell(new GetCurrentState(self));
    return this;
  }

  private Behavior<Command> onNow(Now now) {
    Map<CoordinatorObserver.MemberKind, Integer> counts = new HashMap<>();
    for (Member member : now.state().getMembers()) {
      boolean silent = now.state().getUnreachable().contains(member);
      String status = silent ? "unreachable" : member.status().toString().toLowerCase(Locale.ROOT);
      for (String role : member.getRoles()) {
        if (!role.startsWith("dc-")) { // Akka's own, the same for all.
          counts.merge(new CoordinatorObserver.MemberKind(role, status), 1, Integer::sum);
        }
      }
    }
    observer.membersChanged(counts);
    tellVersions(now.state());
    return this;
  }

  /** While a cluster is brought up to date, it has members of two versions of cbd. */
  private void tellVersions(CurrentClusterState state) {
    Set<String> found = new TreeSet<>();
    state.getMembers().forEach(member -> found.add(member.appVersion().version()));
    if (!found.equals(versions)) {
      versions = found;
      getContext().getLog().info("Members of these versions of cbd: versions={}", found);
    }
  }
}
