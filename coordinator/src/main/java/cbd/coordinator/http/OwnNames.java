package cbd.coordinator.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The names that a machine has by its own word or by that of whoever owns its address, in lower
 * case. They are asked for once, and not before somebody wants to know: a name server may take
 * seconds. Thread-safe.
 */
final class OwnNames implements Predicate<String> {
  private final InetAddress host;
  private @Nullable Set<String> names;

  /**
   * @param host an address of this machine, as it was named
   */
  OwnNames(InetAddress host) {
    this.host = host;
  }

  @Override
  public synchronized boolean test(String name) {
    if (names == null) {
      names = find();
    }
    return names.contains(name);
  }

  private Set<String> find() {
    Set<String> found = new HashSet<>();
    add(found, host);
    try {
      add(found, InetAddress.getLocalHost());
    } catch (UnknownHostException e) {
      // It has no name that leads to an address: then nobody asks it by one.
    }
    return found;
  }

  private static void add(Set<String> found, InetAddress address) {
    found.add(address.getHostName().toLowerCase(Locale.ROOT));
    found.add(address.getCanonicalHostName().toLowerCase(Locale.ROOT));
  }
}
