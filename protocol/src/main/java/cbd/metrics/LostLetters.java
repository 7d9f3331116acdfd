package cbd.metrics;

import akka.actor.AllDeadLetters;
import akka.actor.DeadLetter;
import akka.actor.Dropped;
import akka.actor.UnhandledMessage;
import akka.actor.typed.Behavior;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.remote.artery.QuarantinedEvent;
import akka.remote.artery.ThisActorSystemQuarantinedEvent;

/**
 * Hears of messages that no actor received, and of members that this one cannot talk with any more.
 * What Artery drops for a full queue, or for a member it has broken with, is among the former;
 * frames lost on a broken connection are seen by nobody.
 */
public final class LostLetters extends AbstractBehavior<LostLetters.Command> {
  /** Is told; must not block. */
  public interface Listener {

    /**
     * A message was lost.
     *
     * @param kind {@code dropped} for want of room or on purpose, {@code undelivered} where there
     *     was no receiver, {@code unhandled} where it meant nothing to it
     */
    void letterLost(String kind);

    /** One of two members broke with the other for good. */
    void linkSevered();
  }

  /** What this actor hears. */
  public sealed interface Command {}

  private record Letter(AllDeadLetters letter) implements Command {}

  private enum Link implements Command {
    SEVERED
  }

  private final Listener listener;

  private LostLetters(ActorContext<Command> context, Listener listener) {
    super(context);
    this.listener = listener;
  }

  /** Listens for as long as the actor system lives. */
  public static Behavior<Command> create(Listener listener) {
    return Behaviors.setup(
        context -> {
          subscribe(
              context,
              new EventStream.Subscribe<>(
                  AllDeadLetters.class, context.messageAdapter(AllDeadLetters.class, Letter::new)));
          subscribe(
              context,
              new EventStream.Subscribe<>(
                  QuarantinedEvent.class,
                  context.messageAdapter(QuarantinedEvent.class, event -> Link.SEVERED)));
          subscribe(
              context,
              new EventStream.Subscribe<>(
                  ThisActorSystemQuarantinedEvent.class,
                  context.messageAdapter(
                      ThisActorSystemQuarantinedEvent.class, event -> Link.SEVERED)));
          return new LostLetters(context, listener);
        });
  }

  private static void subscribe(
      ActorContext<Command> context, EventStream.Subscribe<?> subscription) {
    context.getSystem().eventStream().tell(subscription);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Letter.class, this::onLetter)
        .onMessage(Link.class, this::onLink)
        .build();
  }

  /** Those that Akka itself says nobody need miss are passed over. */
  private Behavior<Command> onLetter(Letter lost) {
    if (lost.letter() instanceof Dropped) {
      listener.letterLost("dropped");
    } else if (lost.letter() instanceof DeadLetter) {
      listener.letterLost("undelivered");
    } else if (lost.letter() instanceof UnhandledMessage) {
      listener.letterLost("unhandled");
    }
    return this;
  }

  private Behavior<Command> onLink(Link severed) {
    listener.linkSevered();
    return this;
  }
}
