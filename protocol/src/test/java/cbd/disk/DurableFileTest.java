package cbd.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {
  @TempDir Path folder;

  @Test
  void givesADraftItsNameInPlaceOfWhatHadIt() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    Path draft = Files.writeString(DurableFile.draft(file), "new");
    assertThat(DurableFile.isDraft(draft)).isTrue();
    assertThat(DurableFile.isDraft(file)).isFalse();

    DurableFile.publish(draft, file);

    assertThat(file).hasContent("new");
    assertThat(draft).doesNotExist();
  }

  @Test
  void leavesWhatIsThereWhenThereIsNoDraft() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    assertThatThrownBy(() -> DurableFile.publish(DurableFile.draft(file), file))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(file).hasContent("old");
  }

  @Test
  void publishesInTheFolderOneIsIn() throws IOException {
    Path file = Path.of("durable-file-test");
    try {
      DurableFile.publish(Files.writeString(DurableFile.draft(file), "here"), file);
      assertThat(file).hasContent("here");
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
