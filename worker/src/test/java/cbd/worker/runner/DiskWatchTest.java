package cbd.worker.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskWatchTest {
  private static final long MB = 1_000_000;

  @TempDir Path folder;
  private final AtomicLong nanos = new AtomicLong(1);

  private DiskWatch watch(Path at, long reserve) {
    return new DiskWatch(List.of(at), "w", reserve, (folder, bytes) -> {}, nanos::get);
  }

  @Test
  void hasNoTroubleWithAnOrdinaryFolderAndLeavesNothingThere() {
    DiskWatch watch = watch(folder.resolve("new"), MB);
    watch.look();
    assertThat(watch.trouble()).isEmpty();
    assertThat(folder.resolve("new")).isEmptyDirectory();
  }

  @Test
  void saysThatThereIsTooLittleRoom() {
    DiskWatch watch = watch(folder, Long.MAX_VALUE);
    watch.look();
    assertThat(watch.trouble()).startsWith("its disk is full: ").contains(folder.toString());
  }

  @Test
  void saysThatAFolderCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    DiskWatch watch = watch(file.resolve("below"), MB);
    watch.look();
    assertThat(watch.trouble()).startsWith("its disk cannot be written: ");
  }

  /** A pipe in the place of the probe: who opens it waits until somebody reads. */
  @Test
  void saysWhileAWriteTakesTooLongThatTheDiskIsSlow() throws Exception {
    Path pipe = folder.resolve(".cbd-probe-w");
    assumeTrue(run("mkfifo", pipe.toString()), "mkfifo is needed");
    DiskWatch watch = watch(folder, MB);
    Thread looker = new Thread(watch::look);
    looker.setDaemon(true); // Where nobody comes to read, it would outlive the test.
    looker.start();
    await().atMost(Duration.ofSeconds(60)).until(() -> isInAWrite(looker));
    assertThat(watch.trouble()).as("not long yet").isEmpty();

    nanos.addAndGet(DiskWatch.SLOW.toNanos() + 1);

    assertThat(watch.trouble())
        .isEqualTo("its disk is slow: a small write to " + folder + " has taken more than 10 s");
    try (InputStream reader = Files.newInputStream(pipe)) {
      reader.readNBytes(1);
      looker.join();
    }
    Files.deleteIfExists(pipe);
    watch.look();
    assertThat(watch.trouble()).as("the disk is fast again").isEmpty();
  }

  private static boolean isInAWrite(Thread looker) {
    return Arrays.stream(looker.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("probe"));
  }

  /** A small file system of its own, where this user may mount one. */
  @Test
  void stopsTakingWorkOnAFullDiskAndGoesOnWhenThereIsRoom() throws Exception {
    Path mounted = Files.createDirectory(folder.resolve("mounted"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=8m", "cbd-test", mounted.toString()),
        "mounting a tmpfs needs root");
    try {
      DiskWatch watch = watch(mounted, 2 * MB);
      watch.look();
      assertThat(watch.trouble()).isEmpty();

      Path large = Files.write(mounted.resolve("large"), new byte[(int) (7 * MB)]);
      watch.look();
      assertThat(watch.trouble()).startsWith("its disk is full: ");

      DiskWatch relieved =
          new DiskWatch(
              List.of(mounted),
              "w",
              2 * MB,
              (folder, bytes) -> {
                assertThat(folder).isEqualTo(mounted);
                assertThat(bytes).as("missing").isBetween(MB / 2, 2 * MB);
                Files.delete(large);
              },
              nanos::get);
      relieved.look();
      assertThat(relieved.trouble()).as("it asked for room first").isEmpty();
      watch.look();
      assertThat(watch.trouble()).isEmpty();

      assertThat(run("mount", "-o", "remount,ro", mounted.toString())).isTrue();
      watch.look();
      assertThat(watch.trouble())
          .startsWith("its disk cannot be written: ")
          .contains("Read-only file system");
    } finally {
      run("umount", mounted.toString());
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
