package cbd.coordinator.chaos.network;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * Stands before one member: whoever dials it dials the proxy, which tells callers apart by the
 * address they call from. Two threads for each connection, one for each direction.
 */
final class Proxy implements Closeable {
  private static final int BUFFER_BYTES = 1 << 14;
  private static final int CONNECT_MILLIS = 2_000;

  private final ServerSocket door;
  private final InetAddress behind;
  private final int port;
  private final BiFunction<InetAddress, InetAddress, Link> links;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

  /**
   * @param front where it listens
   * @param behind the member's own address
   * @param port of both
   * @param links from whom to whom
   */
  Proxy(
      InetAddress front,
      InetAddress behind,
      int port,
      BiFunction<InetAddress, InetAddress, Link> links)
      throws IOException {
    this.behind = behind;
    this.port = port;
    this.links = links;
    door = new ServerSocket();
    door.setReuseAddress(true);
    try {
      door.bind(new InetSocketAddress(front, port));
    } catch (IOException e) {
      door.close();
      throw e;
    }
  }

  /** Lets callers in from now on. */
  void open() {
    thread("cbd-proxy-" + behind.getHostAddress(), this::accept);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket caller = door.accept();
        thread("cbd-proxy-call", () -> connect(caller));
      } catch (IOException e) {
        // Closed, or a caller that hung up at once.
      }
    }
  }

  private void connect(Socket caller) {
    Socket member = new Socket();
    Connection connection = new Connection(caller, member);
    connections.add(connection);
    try {
      Link there = links.apply(caller.getInetAddress(), behind);
      Link back = links.apply(behind, caller.getInetAddress());
      // A call through a link that is cut is heard by nobody.
      there.pass();
      member.connect(new InetSocketAddress(behind, port), CONNECT_MILLIS);
      caller.setTcpNoDelay(true);
      member.setTcpNoDelay(true);
      there.opened(connection);
      thread("cbd-proxy-back", () -> pump(member, caller, back, connection));
      pump(caller, member, there, connection);
      there.closed(connection);
    } catch (IOException e) {
      // Nobody is at home: the caller finds the line dead, as it would without a proxy.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connection.close();
      connections.remove(connection);
    }
  }

  private static void pump(Socket from, Socket to, Link link, Connection connection) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (connection) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        link.pass();
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // One end hung up: so does the other.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    door.close();
    Set.copyOf(connections).forEach(Connection::close);
  }

  /** Both ends of one call; closed without a last word, so that each end sees it break. */
  private record Connection(Socket caller, Socket member) implements Closeable {
    @Override
    public void close() {
      breakOff(caller);
      breakOff(member);
    }

    private static void breakOff(Socket socket) {
      try {
        // A reset, which throws away what is still unread.
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException e) {
        // It is closed already.
      }
    }
  }
}
