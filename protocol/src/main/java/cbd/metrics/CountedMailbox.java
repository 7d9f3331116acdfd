package cbd.metrics;

import akka.actor.AbstractExtensionId;
import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import akka.dispatch.Envelope;
import akka.dispatch.MailboxType;
import akka.dispatch.MessageQueue;
import akka.dispatch.ProducesMessageQueue;
import akka.dispatch.UnboundedMailbox;
import com.typesafe.config.Config;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * Akka's usual mailbox, but one sees how many messages wait in it. Named in the coordinator's
 * configuration.
 */
public final class CountedMailbox
    implements MailboxType, ProducesMessageQueue<UnboundedMailbox.MessageQueue> {

  /** Called by Akka. */
  public CountedMailbox(ActorSystem.Settings settings, Config config) {}

  /** How many messages wait in all such mailboxes of an actor system. */
  public static int waiting(ActorSystem system) {
    return Lengths.ID.get(system).waiting.get();
  }

  @Override
  public MessageQueue create(Option<ActorRef> owner, Option<ActorSystem> system) {
    return system.isEmpty()
        ? new UnboundedMailbox.MessageQueue()
        : new Queue(Lengths.ID.get(system.get()).waiting);
  }

  private static final class Queue extends UnboundedMailbox.MessageQueue {
    private static final long serialVersionUID = 1L;

    private final AtomicInteger waiting;

    private Queue(AtomicInteger waiting) {
      this.waiting = waiting;
    }

    @Override
    public void enqueue(ActorRef receiver, Envelope envelope) {
      waiting.incrementAndGet();
      super.enqueue(receiver, envelope);
    }

    /** Also how it is emptied when its actor has stopped. */
    @Override
    public @Nullable Envelope dequeue() {
      Envelope next = super.dequeue();
      if (next != null) {
        waiting.decrementAndGet();
      }
      return next;
    }
  }

  private static final class Lengths implements Extension {
    private static final LengthsId ID = new LengthsId();

    private final AtomicInteger waiting = new AtomicInteger();
  }

  private static final class LengthsId extends AbstractExtensionId<Lengths> {
    @Override
    public Lengths createExtension(ExtendedActorSystem system) {
      return new Lengths();
    }
  }
}
