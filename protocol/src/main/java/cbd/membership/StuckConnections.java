package cbd.membership;

import akka.Done;
import akka.actor.ActorRef;
import akka.actor.CoordinatedShutdown;
import akka.actor.PoisonPill;
import akka.actor.typed.ActorSystem;
import akka.io.Tcp;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts the connections of an actor system that is to end and cannot. Akka's remoting first ends
 * each of its streams, and one over TLS whose peer did not answer its first words sometimes waits
 * for ever, even when the peer answers later. Whoever waits for the end of a node to make the next
 * one would be out of the cluster as long.
 */
public final class StuckConnections {
  private static final Logger log = LoggerFactory.getLogger(StuckConnections.class);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private StuckConnections() {}

  /** From when a system ends, its connections have 15 s to do so as well. */
  public static void cutWith(ActorSystem<?> system) {
    cutWith(system, PATIENCE);
  }

  static void cutWith(ActorSystem<?> system, Duration patience) {
    ActorRef connections = Tcp.get(system.classicSystem()).manager();
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
            "cut-stuck-connections",
            () -> {
              // A copy, for a time that is over ends the future itself.
              CompletableFuture<Done> end = system.getWhenTerminated().toCompletableFuture().copy();
              end.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                  .exceptionally(
                      late -> {
                        log.warn(
                            "The node does not end by itself; its connections are cut. seconds={}",
                            patience.toSeconds());
                        // The guardian of a system that is to end stops nobody any more.
                        connections.tell(PoisonPill.getInstance(), ActorRef.noSender());
                        return Done.getInstance();
                      });
              return CompletableFuture.completedFuture(Done.getInstance());
            });
  }
}
