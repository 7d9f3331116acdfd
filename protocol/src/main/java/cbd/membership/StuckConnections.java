package cbd.membership;

import akka.Done;
import akka.actor.ActorRef;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.io.Tcp;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts the connections of an actor system that is to end and cannot. Akka's remoting ends each of
 * its streams first, and one over TLS may wait for a peer that neither answers nor closes: seen for
 * half a minute, and for ever. Whoever waits for the end of a node to make the next one would be
 * out of the cluster as long.
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
                        system.classicSystem().stop(connections);
                        return Done.getInstance();
                      });
              return CompletableFuture.completedFuture(Done.getInstance());
            });
  }
}
