package cbd.domain;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What this machine is called. Linux is asked itself, for in many labs no name service knows the
 * machines by their names, and two that are called alike are one worker to a coordinator.
 */
public final class HostName {
  private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

  /** What machines are called that nobody gave a name. */
  private static final Set<String> OF_MANY =
      Set.of("", "(none)", "localhost", "localhost.localdomain");

  private HostName() {}

  /** Its name; empty where it has none of its own. */
  public static Optional<String> current() {
    return current(KERNEL);
  }

  static Optional<String> current(Path kernel) {
    return Optional.of(read(kernel).strip()).filter(name -> !OF_MANY.contains(name));
  }

  private static String read(Path kernel) {
    try {
      return Files.readString(kernel);
    } catch (IOException e) {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException unknown) {
        return "";
      }
    }
  }
}
