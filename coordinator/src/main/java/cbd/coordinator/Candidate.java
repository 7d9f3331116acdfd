package cbd.coordinator;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.MailboxSelector;
import akka.actor.typed.Props;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.ClusterSingletonSettings;
import akka.cluster.typed.SingletonActor;
import cbd.coordinator.actor.CoordinatorActor;
import cbd.coordinator.actor.CoordinatorObserver;
import cbd.coordinator.actor.FrontDesk;
import cbd.coordinator.actor.Members;
import cbd.coordinator.checkpoint.CheckpointRoom;
import cbd.coordinator.schedule.SchedulerSettings;
import cbd.coordinator.store.Owner;
import cbd.coordinator.store.Store;
import cbd.metrics.CountedMailbox;
import cbd.metrics.LostLetters;
import cbd.wire.kryo.Unreadable;
import java.time.InstantSource;

/**
 * What this process has to offer for the office of coordinator; the same on each of its nodes.
 *
 * @param http where its API is
 * @param room where workers leave checkpoints for each other
 */
record Candidate(
    Store store,
    String http,
    InstantSource clock,
    CoordinatorObserver observer,
    FrontDesk desk,
    CheckpointRoom room) {

  /** Stands for the office on a node: the cluster lets the oldest coordinator have it. */
  void standOn(ClusterNode node, SchedulerSettings times) {
    ActorSystem<Void> system = node.system();
    system.systemActorOf(Members.create(observer), "cbd-members", Props.empty());
    system.systemActorOf(LostLetters.create(observer), "cbd-lost-letters", Props.empty());
    observer.mailbox(() -> CountedMailbox.waiting(system.classicSystem()));
    Unreadable.of(system.classicSystem()).listen(() -> observer.reportRejected("undecodable"));
    ClusterSingleton.get(system)
        .init(
            SingletonActor.of(
                    CoordinatorActor.create(
                        store,
                        new Owner(node.address(), http),
                        system
                            .dispatchers()
                            .lookup(DispatcherSelector.fromConfig("cbd.store-dispatcher")),
                        times,
                        clock,
                        observer,
                        desk,
                        room),
                    CoordinatorActor.NAME)
                .withProps(MailboxSelector.fromConfig("cbd.counted-mailbox"))
                .withSettings(
                    ClusterSingletonSettings.create(system).withRole(CoordinatorActor.NAME)));
  }
}
