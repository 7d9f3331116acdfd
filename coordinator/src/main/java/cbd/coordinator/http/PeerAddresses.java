package cbd.coordinator.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The addresses of a cluster's coordinators, as their names mean them at the moment: in Kubernetes
 * a coordinator that is started again has another. May block for a name server.
 */
final class PeerAddresses implements Predicate<String> {
  private final List<String> hosts;

  /**
   * @param peers each as {@code host:port}
   */
  PeerAddresses(List<String> peers) {
    hosts = peers.stream().map(peer -> peer.substring(0, peer.lastIndexOf(':'))).toList();
  }

  /** Whether one of them has this address. */
  @Override
  public boolean test(String address) {
    return hosts.stream()
        .flatMap(PeerAddresses::found)
        .anyMatch(found -> found.getHostAddress().equals(bare(address)));
  }

  private static String bare(String address) {
    return address.replaceFirst("^\\[(.*)]$", "$1");
  }

  private static Stream<InetAddress> found(String host) {
    try {
      return Stream.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      return Stream.empty(); // Its machine may be away, and its name with it.
    }
  }
}
