package cbd.wire.kryo;

import akka.actor.AbstractExtensionId;
import akka.actor.ActorSystem;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who wants to know that an actor system was sent what is no message. Thread-safe. */
public final class Unreadable implements Extension {
  private static final Id ID = new Id();

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  private Unreadable() {}

  /** Those of an actor system. */
  public static Unreadable of(ActorSystem system) {
    return ID.get(system);
  }

  /**
   * Wants to know.
   *
   * @param listener called on a thread of Akka's remoting for each such message; must not block
   */
  public void listen(Runnable listener) {
    listeners.add(listener);
  }

  void found() {
    listeners.forEach(Runnable::run);
  }

  private static final class Id extends AbstractExtensionId<Unreadable> {
    @Override
    public Unreadable createExtension(ExtendedActorSystem system) {
      return new Unreadable();
    }
  }
}
