package cbd.coordinator.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Whom an address stands for when somebody is counted by it. */
public final class Subnet {
  /** Bytes of the part of an IPv6 address that its owner is given; the rest is theirs to choose. */
  private static final int GIVEN = 8;

  private Subnet() {}

  /**
   * The /64 of an IPv6 address, of which one machine has as many as it likes; any other address is
   * itself.
   *
   * @param address as a server tells it, with or without brackets and zone
   */
  public static String of(String address) {
    String bare = address.replaceFirst("^\\[(.*)]$", "$1").replaceFirst("%.*", "");
    if (bare.indexOf(':') < 0) {
      return address;
    }
    try {
      // One with a colon is never looked up.
      if (InetAddress.getByName(bare) instanceof Inet6Address six) {
        byte[] given = six.getAddress();
        Arrays.fill(given, GIVEN, given.length, (byte) 0);
        return InetAddress.getByAddress(given).getHostAddress() + "/64";
      }
      return InetAddress.getByName(bare).getHostAddress();
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
