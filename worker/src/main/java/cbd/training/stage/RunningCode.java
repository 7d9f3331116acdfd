package cbd.training.stage;

import cbd.domain.Build;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The code that builds stages, as a part of their keys: a stage of other code may be another one. A
 * commit would not do, as a checkout may have changes that are not committed.
 */
final class RunningCode {
  private static volatile @Nullable String hash;

  private RunningCode() {}

  /**
   * SHA-256 of the jars, or class files, of training and of the domain.
   *
   * @throws IOException when they cannot be read
   */
  static String hash() throws IOException {
    String known = hash;
    if (known == null) {
      MessageDigest digest = sha256();
      for (Class<?> type : List.of(RunningCode.class, Build.class)) {
        add(home(type), digest);
      }
      known = HexFormat.of().formatHex(digest.digest());
      hash = known;
    }
    return known;
  }

  private static Path home(Class<?> type) throws IOException {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IOException(type + " does not tell where it comes from");
    }
    try {
      URI place = source.getLocation().toURI();
      return Path.of(place);
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static void add(Path home, MessageDigest digest) throws IOException {
    if (Files.isRegularFile(home)) {
      digest.update(Files.readAllBytes(home));
      return;
    }
    try (Stream<Path> found = Files.walk(home)) {
      List<Path> classes =
          found.filter(file -> file.toString().endsWith(".class")).sorted().toList();
      for (Path file : classes) {
        digest.update(home.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
