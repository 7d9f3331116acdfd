package cbd.membership;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.AbstractActor;
import akka.actor.ActorRef;
import akka.actor.ExtendedActorSystem;
import akka.actor.Props;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.PostStop;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real connection to a system that something keeps from ending. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StuckConnectionsTest {
  private final CountDownLatch released = new CountDownLatch(1);

  @Test
  void areCutWhenTheSystemDoesNotEnd() throws Exception {
    ActorSystem<Void> system = system();
    StuckConnections.cutWith(system, Duration.ofMillis(100));
    try (Socket socket = connected(system)) {
      system.terminate();
      assertThat(isClosed(socket)).isTrue();
      assertThat(system.getWhenTerminated().toCompletableFuture()).isNotDone();
    } finally {
      end(system);
    }
  }

  @Test
  void stayWhileItRuns() throws Exception {
    ActorSystem<Void> system = system();
    StuckConnections.cutWith(system, Duration.ofMillis(1));
    try (Socket socket = connected(system)) {
      socket.getOutputStream().write('x');
      assertThat(socket.getInputStream().read()).isEqualTo('x');
    } finally {
      end(system);
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

  private ActorSystem<Void> system() {
    return ActorSystem.create(
        Behaviors.<Void>setup(
            context ->
                Behaviors.receive(Void.class)
                    .onSignal(
                        PostStop.class,
                        signal -> {
                          released.await();
                          return Behaviors.same();
                        })
                    .build()),
        "stuck");
  }

  private void end(ActorSystem<Void> system) {
    released.countDown();
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }

  private static Socket connected(ActorSystem<Void> system) throws Exception {
    CompletableFuture<InetSocketAddress> bound = new CompletableFuture<>();
    ((ExtendedActorSystem) system.classicSystem())
        .systemActorOf(Props.create(Echo.class, () -> new Echo(bound)), "echo");
    InetSocketAddress address = bound.get(1, TimeUnit.MINUTES);
    return new Socket(address.getAddress(), address.getPort());
  }

  /** Listens, and says again what it hears. */
  private static final class Echo extends AbstractActor {
    private final CompletableFuture<InetSocketAddress> bound;

    Echo(CompletableFuture<InetSocketAddress> bound) {
      this.bound = bound;
    }

    @Override
    public void preStart() {
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
