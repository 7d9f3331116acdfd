package cbd.worker.doctor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Folders that are to be written to: whether that works, as far as the disk, and on what.
 *
 * @param places a folder that is missing is made, as the programs themselves would, and taken away
 *     again
 */
record FolderCheck(List<Place> places) implements Check {
  private static final long ENOUGH = 10_000_000_000L;

  private static final Pattern REMOTE =
      Pattern.compile(
          "nfs.*|cifs|smb.*|fuse\\..*|9p|virtiofs|lustre|beegfs|ceph|gpfs|glusterfs|afs|ocfs2|gfs2|pvfs2|wekafs|panfs");

  @Override
  public List<Finding> findings() {
    return places.stream().map(FolderCheck::look).toList();
  }

  private static Finding look(Place place) {
    Path folder = place.folder();
    String subject = "folder " + folder;
    Deque<Path> made = new ArrayDeque<>();
    try {
      make(folder.toAbsolutePath(), made);
      write(folder);
      long free = Files.getFileStore(folder).getUsableSpace();
      String type = Files.getFileStore(folder).type();
      String seen = String.format(Locale.ROOT, "%s, %.1f GB free", type, free / 1e9);
      if (isOutOfPlace(type, place.purpose())) {
        return Finding.doubtful(subject, seen, place.purpose().advice());
      }
      return free >= ENOUGH
          ? Finding.ok(subject, seen)
          : Finding.doubtful(
              subject,
              seen,
              "Checkpoints, stages and models take tens of gigabytes; lower --checkpoint-budget,"
                  + " --stage-budget and --keep-models, or choose a larger disk.");
    } catch (IOException e) {
      return Finding.ill(
          subject,
          "cannot be written: " + e,
          "Give it to the user that cbd runs as, or name another one.");
    } finally {
      made.forEach(FolderCheck::takeAway);
    }
  }

  /**
   * Whether a file system is of the wrong kind.
   *
   * @param type as Java calls it
   */
  static boolean isOutOfPlace(String type, Place.Purpose purpose) {
    return REMOTE.matcher(type).matches() == purpose.isLocal();
  }

  /**
   * Makes what is missing of a path.
   *
   * @param made gets what was made, the deepest first
   */
  private static void make(Path folder, Deque<Path> made) throws IOException {
    Path parent = folder.getParent();
    if (parent != null && !Files.exists(parent)) {
      make(parent, made);
    }
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(folder);
      made.push(folder);
    }
  }

  private static void takeAway(Path folder) {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // Somebody uses it already.
    }
  }

  /** As the store and the checkpoints do it: with a lock, and down to the disk. */
  private static void write(Path folder) throws IOException {
    Path probe = Files.createTempFile(folder, "doctor", ".probe");
    try (FileChannel file = FileChannel.open(probe, StandardOpenOption.WRITE);
        FileLock lock = file.lock()) {
      if (!lock.isValid()) {
        throw new IOException("a lock does not hold");
      }
      file.write(ByteBuffer.wrap(new byte[] {1}));
      file.force(true);
    } finally {
      Files.deleteIfExists(probe);
    }
  }
}
