package cbd.domain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The code that runs, as its build described it in {@code cbd/build.properties}.
 *
 * @param version of cbd
 * @param commit git commit; {@code unknown} outside a checkout
 * @param dirty whether that checkout had uncommitted changes
 */
public record Build(String version, String commit, boolean dirty) {

  /** The build on the class path. */
  public static Build current() {
    Properties properties = new Properties();
    try (InputStream in = Build.class.getResourceAsStream("/cbd/build.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cbd/build.properties cannot be read from the class path", e);
    }
    return new Build(
        properties.getProperty("version", "unknown"),
        properties.getProperty("commit", "unknown"),
        Boolean.parseBoolean(properties.getProperty("dirty")));
  }
}
