package cbd.coordinator.chaos.network;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Members on addresses of their own within 127.0.0.0/8, and a {@link Link} from each to each.
 *
 * <p>Member n listens and calls from {@code 127.x.y.n}, and is known as {@code 127.x.y.(100+n)},
 * where its proxy listens. Linux alone gives all of 127.0.0.0/8 to loopback without being asked.
 */
public final class FaultyNetwork implements Closeable {
  /** Of the cluster's protocol, at every member. */
  private static final int PORT = 25_520;

  private static final int MOST_MEMBERS = 99;
  private static final int PROXY = 100;
  private static final int TRIES = 50;

  private final int base;
  private final List<Proxy> proxies = new ArrayList<>();
  private final Map<Direction, Link> links = new ConcurrentHashMap<>();

  private record Direction(InetAddress from, InetAddress to) {}

  private FaultyNetwork(int base) {
    this.base = base;
  }

  /**
   * Takes addresses that no other network on this machine has.
   *
   * @param members how many, from 1
   * @throws IOException when none can be had
   */
  public static FaultyNetwork of(int members) throws IOException {
    if (members < 1 || members > MOST_MEMBERS) {
      throw new IllegalArgumentException(
          "members must be between 1 and " + MOST_MEMBERS + ", but was " + members);
    }
    int start = (int) (ProcessHandle.current().pid() % 30_000);
    IOException last = new IOException("no addresses were tried");
    for (int i = 0; i < TRIES; i++) {
      FaultyNetwork network = new FaultyNetwork(start + i * 613);
      try {
        network.open(members);
        return network;
      } catch (IOException e) {
        last = e;
        network.close();
      }
    }
    throw last;
  }

  private void open(int members) throws IOException {
    for (int member = 1; member <= members; member++) {
      proxies.add(new Proxy(front(member), own(member), PORT, this::link));
    }
    proxies.forEach(Proxy::open);
  }

  /** Where a member listens, and where it calls from. */
  public String ownHost(int member) {
    return own(member).getHostAddress();
  }

  /** What others know a member by. */
  public String publicHost(int member) {
    return front(member).getHostAddress();
  }

  /** Of the public and of the own host. */
  public int port() {
    return PORT;
  }

  /** What one member says to another. */
  public Link link(int from, int to) {
    return link(own(from), own(to));
  }

  private Link link(InetAddress from, InetAddress to) {
    return links.computeIfAbsent(new Direction(from, to), direction -> new Link());
  }

  /** All links are sound again. */
  public void heal() {
    links.values().forEach(Link::heal);
  }

  private InetAddress own(int member) {
    return address(member);
  }

  private InetAddress front(int member) {
    return address(PROXY + member);
  }

  private InetAddress address(int last) {
    byte[] bytes = {127, (byte) (64 + base / 250 % 128), (byte) (1 + base % 250), (byte) last};
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new UncheckedIOException("four bytes are always an address", e);
    }
  }

  @Override
  public void close() throws IOException {
    heal();
    for (Proxy proxy : proxies) {
      proxy.close();
    }
    proxies.clear();
  }
}
