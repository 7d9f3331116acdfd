package cbd.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * A file that has its name only once it is whole and on the disk: it is written beside its place,
 * brought to the disk, renamed, and then the folder is brought to the disk too. Blocks.
 */
public final class DurableFile {
  private static final String DRAFT = ".draft";

  private DurableFile() {}

  /** Where a file is written before it is whole: beside its place, so that a rename can move it. */
  public static Path draft(Path file) {
    return file.resolveSibling(file.getFileName() + DRAFT);
  }

  /** What a {@link #draft} shall become. */
  public static Path place(Path draft) {
    String name = draft.getFileName().toString();
    return draft.resolveSibling(name.substring(0, name.length() - DRAFT.length()));
  }

  /** Whether a file is a {@link #draft}; one that nobody writes any more is of no use. */
  public static boolean isDraft(Path file) {
    return file.toString().endsWith(DRAFT);
  }

  /**
   * Brings a draft to the disk and gives it its name, in place of a file that had it. When this
   * returns, the file outlives the machine. When it throws, the name is as it was before, or, where
   * only the folder could not be brought to the disk, the new file has it, but may lose it with the
   * machine.
   *
   * @param draft whole, closed, on the same file system as {@code file}
   * @throws IOException when there is no room or the disk fails; the draft may still be there
   */
  public static void publish(Path draft, Path file) throws IOException {
    try (FileChannel content = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      content.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force(Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder"));
  }

  /** Makes a folder's entries as durable as its files; does nothing where that is not known. */
  private static void force(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
        entries.force(true);
      }
    }
  }
}
