package cbd.coordinator;

import akka.actor.Address;
import java.util.List;
import java.util.Optional;

/**
 * Whom a coordinator without a cluster asks for one: the others, by number. Their names are looked
 * up again each time, for a peer that was started anew elsewhere keeps its name alone, as a pod of
 * Kubernetes does, and the name of one that was never started means nothing yet. Not thread-safe.
 */
final class PeerSearch {
  private final Peers peers;
  private final Address self;
  private List<Address> asked = List.of();

  /**
   * @param self this coordinator, by number
   */
  PeerSearch(Peers peers, Address self) {
    this.peers = peers;
    this.self = self;
  }

  /**
   * Looks the names up, which may block.
   *
   * @return whom to ask from now on; empty when these are asked already, or nobody is known
   */
  Optional<List<Address>> others() {
    List<Address> others =
        peers.known().stream().map(this::address).filter(peer -> !peer.equals(self)).toList();
    if (others.isEmpty() || others.equals(asked)) {
      return Optional.empty();
    }
    asked = others;
    return Optional.of(others);
  }

  private Address address(String peer) {
    int colon = peer.lastIndexOf(':');
    int port = Integer.parseInt(peer.substring(colon + 1));
    return new Address(self.protocol(), self.system(), peer.substring(0, colon), port);
  }
}
