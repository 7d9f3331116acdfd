package cbd.coordinator.actor;

import akka.actor.typed.ActorRef;

/**
 * What must not happen before the store has what it speaks of. Effects are compared by value, so
 * that a report that comes ten times during one slow write is answered once.
 */
interface Effect {

  void happen();

  /** A message to be sent. */
  record Tell<T>(ActorRef<T> to, T message) implements Effect {
    @Override
    public void happen() {
      to.tell(message);
    }
  }
}
