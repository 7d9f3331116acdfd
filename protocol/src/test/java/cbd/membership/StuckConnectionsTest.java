package cbd.membership;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.AbstractActor;
import akka.actor.ActorRef;
import akka.actor.ExtendedActorSystem;
import akka.actor.PoisonPill;
import akka.actor.Props;
import akka.actor.SystemGuardian;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.io.Tcp;
import akka.io.TcpMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real connection to a system that something keeps from ending, as remoting can. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StuckConnectionsTest {
  private final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "stuck");
  private final CompletableFuture<InetSocketAddress> bound = new CompletableFuture<>();
  private final ActorRef obstacle =
      ((ExtendedActorSystem) system.classicSystem())
          .systemActorOf(Props.create(Obstacle.class, () -> new Obstacle(bound)), "obstacle");

  @AfterEach
  void end() {
    obstacle.tell(PoisonPill.getInstance(), ActorRef.noSender());
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }

  @Test
  void areCutWhenTheSystemDoesNotEnd() throws Exception {
    StuckConnections.cutWith(system, Duration.ofMillis(500));
    try (Socket socket = connected()) {
      system.terminate();
      assertThat(isClosed(socket)).isTrue();
      assertThat(system.getWhenTerminated().toCompletableFuture()).isNotDone();
    }
  }

  @Test
  void stayWhileItRuns() throws Exception {
    StuckConnections.cutWith(system, Duration.ofMillis(1));
    try (Socket socket = connected()) {
      socket.getOutputStream().write('x');
      assertThat(socket.getInputStream().read()).isEqualTo('x');
    }
  }

  /** Waits for it; either way is good. */
  private static boolean isClosed(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  private Socket connected() throws Exception {
    InetSocketAddress address = bound.get(1, TimeUnit.MINUTES);
    return new Socket(address.getAddress(), address.getPort());
  }

  /** Listens, says again what it hears, and does not let its system end while it lives. */
  private static final class Obstacle extends AbstractActor {
    private final CompletableFuture<InetSocketAddress> bound;

    Obstacle(CompletableFuture<InetSocketAddress> bound) {
      this.bound = bound;
    }

    @Override
    public void preStart() {
      // What remoting does as well, to be asked when all else has ended, and waited for.
      ((ExtendedActorSystem) getContext().getSystem())
          .provider()
          .systemGuardian()
          .tell(SystemGuardian.RegisterTerminationHook$.MODULE$, getSelf());
      ActorRef tcp = Tcp.get(getContext().getSystem()).manager();
      tcp.tell(
          TcpMessage.bind(getSelf(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1),
          getSelf());
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .match(Tcp.Bound.class, it -> bound.complete(it.localAddress()))
          .match(
              Tcp.Connected.class,
              it -> getSender().tell(TcpMessage.register(getSelf()), getSelf()))
          .match(Tcp.Received.class, it -> getSender().tell(TcpMessage.write(it.data()), getSelf()))
          .build();
    }
  }
}
