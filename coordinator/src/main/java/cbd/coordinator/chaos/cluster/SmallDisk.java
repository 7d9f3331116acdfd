package cbd.coordinator.chaos.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A folder on a disk of its own, in memory and small enough to be filled. Needs the right to mount.
 * What is in it is brought to the folder itself when it is released.
 */
public final class SmallDisk {
  private static final String BALLAST = "ballast";
  private static final int BLOCK_BYTES = 1 << 16;
  private static final int SECONDS = 20;

  private final Path folder;
  private boolean mounted = true;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Whether this process may mount one, tried in a folder that exists and is empty. */
  public static boolean isPermitted(Path probe) throws InterruptedException {
    try {
      on(probe, 1).release();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Puts one below an empty folder.
   *
   * @param megabytes it holds
   * @throws IOException when this process may not
   */
  static SmallDisk on(Path folder, int megabytes) throws IOException, InterruptedException {
    command(List.of("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "cbd-chaos"), folder);
    return new SmallDisk(folder);
  }

  /** Leaves no room at all. */
  public void fill() throws IOException {
    byte[] block = new byte[BLOCK_BYTES];
    try (OutputStream out = Files.newOutputStream(folder.resolve(BALLAST))) {
      for (int size = BLOCK_BYTES; size > 0; ) {
        size = write(out, block, size) ? size : size / 2;
      }
    }
  }

  private static boolean write(OutputStream out, byte[] block, int size) {
    try {
      out.write(block, 0, size);
      return true;
    } catch (IOException e) {
      return false; // So much does not fit any more.
    }
  }

  /** Makes room again. */
  public void empty() throws IOException {
    Files.deleteIfExists(folder.resolve(BALLAST));
  }

  /** Brings its files to the folder below, and goes; its processes have ended. */
  synchronized void release() throws IOException, InterruptedException {
    if (!mounted) {
      return;
    }
    mounted = false;
    empty();
    Path aside = Files.createTempDirectory(folder.toAbsolutePath().getParent(), "disk");
    copy(folder, aside);
    command(List.of("umount", "-l"), folder);
    copy(aside, folder);
    remove(aside);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else if (Files.isRegularFile(file)) {
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(file);
      }
    }
  }

  private static void command(List<String> words, Path folder)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(Stream.concat(words.stream(), Stream.of(folder.toString())).toList())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", words) + " " + folder + " does not work here");
    }
  }
}
