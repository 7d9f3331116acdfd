package cbd.coordinator.chaos.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Member 1 calls member 2, which sends back what it hears, one more. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class FaultyNetworkTest {
  private static final int SOON_MILLIS = 300;
  private static final int PATIENCE_MILLIS = 30_000;

  private FaultyNetwork network;
  private ServerSocket second;
  private Thread answering;

  @BeforeEach
  void open() throws IOException {
    network = FaultyNetwork.of(2);
    second = new ServerSocket();
    second.bind(new InetSocketAddress(network.ownHost(2), network.port()));
    answering = new Thread(this::answer, "second");
    answering.setDaemon(true);
    answering.start();
  }

  private void answer() {
    while (!second.isClosed()) {
      try (Socket call = second.accept()) {
        for (int heard = call.getInputStream().read(); heard >= 0; ) {
          call.getOutputStream().write(heard + 1);
          heard = call.getInputStream().read();
        }
      } catch (IOException e) {
        // The call broke, as it shall now and then.
      }
    }
  }

  /** The port is free only once nobody waits on it any more: a thread in accept keeps it. */
  @AfterEach
  void close() throws IOException, InterruptedException {
    second.close();
    network.close();
    answering.join(PATIENCE_MILLIS);
  }

  @Test
  void carriesWhatIsSaid() throws Exception {
    try (Socket call = call()) {
      assertThat(ask(call, 41)).isEqualTo(42);
      assertThat(ask(call, 1)).isEqualTo(2);
    }
  }

  @Test
  void losesOneDirectionAndDeliversLater() throws Exception {
    try (Socket call = call()) {
      assertThat(ask(call, 1)).isEqualTo(2);
      network.link(1, 2).cut();
      call.setSoTimeout(SOON_MILLIS);
      assertThatThrownBy(() -> ask(call, 5)).isInstanceOf(SocketTimeoutException.class);

      network.link(1, 2).heal();
      call.setSoTimeout(PATIENCE_MILLIS);
      assertThat(call.getInputStream().read()).isEqualTo(6);
    }
  }

  @Test
  void losesTheWayBackAlone() throws Exception {
    network.link(2, 1).cut();
    try (Socket call = call()) {
      call.setSoTimeout(SOON_MILLIS);
      assertThatThrownBy(() -> ask(call, 5)).isInstanceOf(SocketTimeoutException.class);

      network.heal();
      call.setSoTimeout(PATIENCE_MILLIS);
      assertThat(call.getInputStream().read()).isEqualTo(6);
    }
  }

  @Test
  void breaksConnectionsAndTakesNewOnes() throws Exception {
    try (Socket call = call()) {
      assertThat(ask(call, 1)).isEqualTo(2);
      network.link(1, 2).breakConnections();
      assertThatThrownBy(
              () -> {
                if (ask(call, 1) < 0) {
                  throw new IOException("hung up");
                }
              })
          .isInstanceOf(IOException.class);
    }
    try (Socket call = call()) {
      assertThat(ask(call, 7)).isEqualTo(8);
    }
  }

  @Test
  void takesItsTime() throws Exception {
    network.link(1, 2).delay(Duration.ofMillis(200));
    try (Socket call = call()) {
      long start = System.nanoTime();
      assertThat(ask(call, 1)).isEqualTo(2);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
    }
  }

  @Test
  void givesTwoNetworksDifferentAddresses() throws Exception {
    try (FaultyNetwork other = FaultyNetwork.of(2)) {
      assertThat(other.publicHost(1)).isNotEqualTo(network.publicHost(1));
    }
  }

  private Socket call() throws IOException {
    Socket call = new Socket();
    call.bind(new InetSocketAddress(InetAddress.getByName(network.ownHost(1)), 0));
    call.setSoTimeout(PATIENCE_MILLIS);
    call.connect(new InetSocketAddress(network.publicHost(2), network.port()), PATIENCE_MILLIS);
    return call;
  }

  private static int ask(Socket call, int word) throws IOException {
    call.getOutputStream().write(word);
    return call.getInputStream().read();
  }
}
