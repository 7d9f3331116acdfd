package cbd.coordinator;

import cbd.coordinator.store.Database;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The coordinators of a cluster, as a person lists them.
 *
 * @param addresses each as {@code host:port}; empty for one that is alone
 * @param names what host names mean now
 */
record Peers(List<String> addresses, Names names) {
  private static final Pattern ADDRESS = Pattern.compile("[^\\s:/@,]+:[1-9]\\d{0,4}");

  /** Looks a host name up; may block. */
  @FunctionalInterface
  interface Names {
    InetAddress find(String host) throws UnknownHostException;
  }

  Peers {
    addresses = List.copyOf(addresses);
  }

  Peers(List<String> addresses) {
    this(addresses, InetAddress::getByName);
  }

  /**
   * What is wrong with them, in words for the person; empty when nothing is.
   *
   * @param host of this one
   * @param port of this one
   */
  Optional<String> check(InetAddress host, int port, Database store) {
    for (String address : addresses) {
      if (!ADDRESS.matcher(address).matches()) {
        return Optional.of("--peers must be HOST:PORT, but was " + address);
      }
    }
    if (addresses.isEmpty()) {
      return Optional.empty();
    }
    if (addresses.size() == 2) {
      return Optional.of(
          "--peers must name one coordinator or three, but named two: with two, the loss of one can"
              + " take the whole cluster down, for neither half is a majority. Add a third, on any"
              + " machine, or run a single one.");
    }
    if (addresses.size() > 3 || differing() != addresses.size()) {
      return Optional.of(
          "--peers must name one coordinator or three different ones, but was " + addresses);
    }
    if (addresses.stream().noneMatch(address -> isThis(address, host, port))) {
      return Optional.of(
          "--peers must name this coordinator as well, which is "
              + host.getHostAddress()
              + ":"
              + port
              + " by --host and --port, but was "
              + addresses);
    }
    if (addresses.size() > 1 && !store.isShared()) {
      return Optional.of(
          "--peers needs a store that all coordinators reach, but "
              + store
              + " is a file of this machine. Give each of them the same"
              + " --store jdbc:postgresql://HOST/DATABASE.");
    }
    return Optional.empty();
  }

  private int differing() {
    return addresses.stream().map(this::numeric).collect(Collectors.toSet()).size();
  }

  private boolean isThis(String address, InetAddress host, int port) {
    return numeric(address).equals(host.getHostAddress() + ":" + port);
  }

  /** Those whose names mean something now, by number: that is how coordinators know themselves. */
  List<String> known() {
    return addresses.stream().map(this::found).flatMap(Optional::stream).toList();
  }

  /** An unknown one's machine may be away for good; it must not keep us from starting. */
  private String numeric(String address) {
    return found(address).orElse(address);
  }

  private Optional<String> found(String address) {
    int colon = address.lastIndexOf(':');
    try {
      return Optional.of(
          names.find(address.substring(0, colon)).getHostAddress() + address.substring(colon));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
