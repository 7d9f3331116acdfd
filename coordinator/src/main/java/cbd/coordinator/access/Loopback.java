package cbd.coordinator.access;

import java.util.Locale;
import java.util.regex.Pattern;

/** Hosts that are this machine whatever a name server says: nobody listens on the way to them. */
public final class Loopback {
  private static final Pattern HOST =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?(::|(0{1,4}:){7})0{0,3}1]?");

  private Loopback() {}

  /**
   * Whether a host is one of them.
   *
   * @param host as in a URL, without its port
   */
  public static boolean contains(String host) {
    return HOST.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }
}
