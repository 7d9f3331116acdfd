package cbd.training.stage;

import cbd.domain.Build;
import cbd.domain.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The code that builds stages and writes checkpoints, as a part of their keys: a stage of other
 * code may be another one. A commit would not do, as a checkout may have changes that are not
 * committed; nor would whole jars, as a cbd that only talks otherwise to its cluster goes on with
 * the checkpoints of the one before.
 */
public final class RunningCode {
  /** What can change a number or a file: training itself, and all of ours that it is built on. */
  private static final List<String> FOLDERS =
      List.of("cbd/training/", "cbd/domain/", "cbd/text/", "cbd/disk/");

  private static volatile @Nullable String hash;

  private RunningCode() {}

  /**
   * SHA-256 of the classes, and what lies beside them, of training and of the domain.
   *
   * @throws IOException when they cannot be read
   */
  public static String hash() throws IOException {
    String known = hash;
    if (known == null) {
      known = hash(List.of(home(RunningCode.class), home(Build.class)));
      hash = known;
    }
    return known;
  }

  /** Of these jars or folders of classes. */
  static String hash(List<Path> homes) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (Path home : homes) {
      if (Files.isRegularFile(home)) {
        addJar(home, files);
      } else {
        addFolder(home, files);
      }
    }
    MessageDigest digest = Digest.sha256();
    files.forEach(
        (name, content) -> {
          digest.update(name.getBytes(StandardCharsets.UTF_8));
          digest.update(content);
        });
    return HexFormat.of().formatHex(digest.digest());
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

  private static void addJar(Path jar, SortedMap<String, byte[]> files) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().filter(each -> counts(each.getName())).toList()) {
        try (InputStream in = zip.getInputStream(entry)) {
          files.put(entry.getName(), Digest.sha256().digest(in.readAllBytes()));
        }
      }
    }
  }

  private static void addFolder(Path home, SortedMap<String, byte[]> files) throws IOException {
    try (Stream<Path> found = Files.walk(home)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        String name = home.relativize(file).toString().replace('\\', '/');
        if (counts(name)) {
          files.put(name, Digest.sha256().digest(Files.readAllBytes(file)));
        }
      }
    }
  }

  private static boolean counts(String name) {
    return !name.endsWith("/") && FOLDERS.stream().anyMatch(name::startsWith);
  }
}
