package cbd.worker.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptFilesTest {
  @TempDir Path folder;

  private static final long MINUTE = 60_000;

  @Test
  void keepsTheNewestTwoHundredFiles() throws IOException {
    fill(205, MINUTE);
    new AttemptFiles(folder).prepare();
    assertThat(folder.resolve("lease-4.log")).doesNotExist();
    assertThat(folder.resolve("lease-5.log")).exists();
    assertThat(folder.toFile().list()).hasSize(200);
  }

  /** A slot may have run two hundred trials while the attempt beside it was in one epoch. */
  @Test
  void keepsWhatARunningAttemptMayBeWriting() throws IOException {
    fill(400, MINUTE / 6);
    new AttemptFiles(folder).makeRoom();
    assertThat(folder.toFile().list()).hasSize(361);
  }

  private void fill(int files, long apart) throws IOException {
    for (int i = 0; i < files; i++) {
      Path file = Files.createFile(folder.resolve("lease-" + i + ".log"));
      assertThat(file.toFile().setLastModified(1_000_000L + apart * i)).isTrue();
    }
  }

  @Test
  void tellsAFileThatIsNotThereFromOneThatCannotBeRead() throws IOException {
    assertThat(AttemptFiles.read(folder.resolve("none"), 0, 10)).isEmpty();
    assertThatThrownBy(() -> AttemptFiles.read(folder, 0, 10)).isInstanceOf(IOException.class);
  }

  @Test
  void readsTheLastWholeLinesOfAFile() throws IOException {
    Path file = folder.resolve("log");
    assertThat(AttemptFiles.tail(file)).isEmpty();
    Files.writeString(file, "one\ntwo\n");
    assertThat(AttemptFiles.tail(file)).isEqualTo("one\ntwo");
    Files.writeString(file, "x".repeat(9_000) + "\n" + "line of ten\n".repeat(1_000));
    assertThat(AttemptFiles.tail(file)).startsWith("line of ten").hasSizeBetween(8_000, 8_192);
  }
}
