package cbd.training.data;

import cbd.domain.Dataset;
import cbd.domain.Digest;
import cbd.text.CanonicalText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Recognises files that were decoded before, without reading them. */
final class Fingerprint {
  /** Changes whenever a decoder does, so that what older ones made is not taken for its work. */
  private static final String DECODERS = "cbd-decoders/1";

  private static final String CHANGE = "size,lastModifiedTime";

  private Fingerprint() {}

  /**
   * A hash of what the first n images depend on: data set with settings, split, n, and each file's
   * real path, size and times of change.
   */
  static String of(Dataset dataset, Split split, int n, ImageSource source) throws IOException {
    MessageDigest digest = Digest.sha256();
    add(digest, DECODERS + ' ' + CanonicalText.of(dataset) + ' ' + split + ' ' + n);
    Map<Path, Path> real = new HashMap<>();
    for (Path file : source.files(n)) {
      Path folder = file.resolveSibling("");
      if (!real.containsKey(folder)) {
        real.put(folder, folder.toRealPath());
      }
      add(digest, real.get(folder) + "/" + file.getFileName() + ' ' + state(file));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** With the time of the last change of any kind, which no copying program can set back. */
  private static String state(Path file) throws IOException {
    boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
    try {
      Map<String, Object> now = Files.readAttributes(file, unix ? "unix:ctime," + CHANGE : CHANGE);
      return new TreeMap<>(now).toString();
    } catch (NoSuchFileException e) {
      // Decoding will say which line names it.
      return "missing";
    }
  }

  private static void add(MessageDigest digest, String line) {
    digest.update((line + '\n').getBytes(StandardCharsets.UTF_8));
  }
}
