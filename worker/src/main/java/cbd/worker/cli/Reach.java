package cbd.worker.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;

/** Who can reach an address. */
final class Reach {
  private Reach() {}

  /** Whether only processes of this machine can. */
  static boolean isLoopback(String host) throws IOException {
    return InetAddress.getByName(host).isLoopbackAddress();
  }

  /** Whether the address is known to be another machine's; one that does not resolve may be. */
  static boolean isElsewhere(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      return !address.isLoopbackAddress() && NetworkInterface.getByInetAddress(address) == null;
    } catch (IOException e) {
      return false;
    }
  }
}
