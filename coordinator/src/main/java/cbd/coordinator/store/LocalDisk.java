package cbd.coordinator.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Refuses file systems that other machines share. SQLite's write-ahead log keeps its index in
 * memory that all readers and writers map, and relies on locks that network file systems only
 * promise: two machines on one file would damage it.
 */
final class LocalDisk {
  private static final Set<String> NETWORK =
      Set.of(
          "9p",
          "acfs",
          "afpfs",
          "afs",
          "beegfs",
          "ceph",
          "cifs",
          "coda",
          "davfs",
          "drvfs",
          "gfs",
          "gfs2",
          "glusterfs",
          "gpfs",
          "lustre",
          "ncpfs",
          "ocfs2",
          "orangefs",
          "prl_fs",
          "pvfs2",
          "smb",
          "smb2",
          "smb3",
          "smbfs",
          "vboxsf",
          "virtiofs",
          "vmhgfs",
          "webdav");

  private LocalDisk() {}

  /**
   * @throws StoreUnusableException when the file would lie on a network file system
   */
  static void require(Path file) {
    String type = typeAt(file);
    if (isNetwork(type)) {
      throw new StoreUnusableException(
          "The store "
              + file
              + " lies on a network file system ("
              + type
              + "), where SQLite cannot keep its log and locks safe. Nothing was opened; put the"
              + " store on a disk of this machine.",
          null);
    }
  }

  static boolean isNetwork(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    // fuseblk is a local block device, such as an NTFS disk; every other fuse may be anything.
    return NETWORK.contains(lower)
        || lower.startsWith("nfs")
        || (lower.startsWith("fuse") && !lower.equals("fuseblk"));
  }

  /** The type of the file system that holds the file, or will. */
  private static String typeAt(Path file) {
    Path existing = file.toAbsolutePath();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    if (existing.toString().startsWith("\\\\")) {
      return "smb";
    }
    try {
      return Files.getFileStore(existing).type();
    } catch (IOException e) {
      throw new StoreUnavailableException(
          "Cannot tell on which file system the store " + file + " lies: " + e.getMessage(), e);
    }
  }
}
