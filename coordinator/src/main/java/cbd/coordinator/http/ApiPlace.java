package cbd.coordinator.http;

import cbd.tls.Tls;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Where an API is open, and to whom.
 *
 * @param host the address that others are told
 * @param bound where it listens: {@code host}, or all addresses of the machine
 * @param port 0 for any free one
 * @param peers all coordinators of the cluster, each as {@code host:port}; empty for one that is
 *     alone
 * @param tls empty: plain text
 * @param limits how much is answered
 */
public record ApiPlace(
    InetAddress host,
    InetAddress bound,
    int port,
    List<String> peers,
    Optional<Tls> tls,
    Limits limits) {

  public ApiPlace {
    peers = List.copyOf(peers);
  }

  /** Of a single coordinator, on any port of loopback, in plain text. */
  public static ApiPlace ofLoopback() {
    return new ApiPlace(
        InetAddress.getLoopbackAddress(),
        InetAddress.getLoopbackAddress(),
        0,
        List.of(),
        Optional.empty(),
        Limits.DEFAULT);
  }

  /** The same for one of several. */
  ApiPlace withPeers(String... several) {
    return new ApiPlace(host, bound, port, List.of(several), tls, limits);
  }

  /** The same with other limits. */
  ApiPlace within(Limits other) {
    return new ApiPlace(host, bound, port, peers, tls, other);
  }

  /** Whether the active coordinator can be another process. */
  boolean hasPeers() {
    return !peers.isEmpty();
  }

  /**
   * Whether tokens are needed even while there are none: encrypted, for other machines to reach. On
   * loopback, and in plain text, for which a person asked, they are needed once there is one.
   */
  public boolean insistsOnTokens() {
    return tls.isPresent() && !isLoopback();
  }

  /** Whether only this machine reaches it. */
  boolean isLoopback() {
    return bound.isLoopbackAddress();
  }

  String scheme() {
    return tls.isPresent() ? "https" : "http";
  }
}
