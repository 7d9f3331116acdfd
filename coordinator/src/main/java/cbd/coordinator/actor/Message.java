package cbd.coordinator.actor;

/**
 * All that the coordinator's actor receives.
 *
 * <p>Its public face in the cluster is {@code CoordinatorProtocol}, which is sealed and says only
 * what crosses the wire. Inside, that protocol is wrapped ({@link CoordinatorActor.FromWorker}) and
 * stands beside requests of this process and the actor's own words, so that no message that must
 * stay local can ever be serialised by accident, and none needs {@code Behavior<Object>}.
 */
sealed interface Message permits Request, CoordinatorActor.Own {}
