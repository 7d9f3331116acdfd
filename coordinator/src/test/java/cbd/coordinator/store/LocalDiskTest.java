package cbd.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalDiskTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "nfs",
        "nfs4",
        "NFS",
        "cifs",
        "smb3",
        "smbfs",
        "fuse",
        "fuse.sshfs",
        "fuse.glusterfs",
        "9p",
        "ceph",
        "lustre",
        "gpfs",
        "beegfs",
        "virtiofs",
        "afs",
        "vboxsf"
      })
  void refusesWhatOtherMachinesShare(String type) {
    assertThat(LocalDisk.isNetwork(type)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "apfs", "NTFS", "fuseblk", "f2fs"
      })
  void takesDisksOfThisMachine(String type) {
    assertThat(LocalDisk.isNetwork(type)).isFalse();
  }

  @Test
  void looksAtTheNearestFolderThatExists(@TempDir Path folder) {
    assertThatCode(() -> LocalDisk.require(folder.resolve("not/yet/there/cbd.db")))
        .doesNotThrowAnyException();
  }
}
