package cbd.coordinator.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who we are to a database server. They come from the environment and from files, never from a
 * command line, which every user of a machine can read; their text hides the password.
 *
 * @param user null for the driver's own choice, the user of this process
 * @param password null for none; the driver then looks into {@code ~/.pgpass}
 */
record Credentials(@Nullable String user, @Nullable String password) {
  static final String USER = "CBD_STORE_USER";
  static final String PASSWORD = "CBD_STORE_PASSWORD";

  /** Names a file that holds the password and nothing else but the end of its line. */
  static final String PASSWORD_FILE = "CBD_STORE_PASSWORD_FILE";

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException when the password's file cannot be read
   */
  static Credentials of(Map<String, String> environment) {
    String password = environment.get(PASSWORD);
    String file = environment.get(PASSWORD_FILE);
    return new Credentials(
        environment.get(USER), password == null && file != null ? read(Path.of(file)) : password);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).stripTrailing();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          PASSWORD_FILE + " must name a file to read a password from, but was " + e, e);
    }
  }

  @Override
  public String toString() {
    return "Credentials[user=" + user + ", password=" + (password == null ? "none" : "...") + "]";
  }
}
