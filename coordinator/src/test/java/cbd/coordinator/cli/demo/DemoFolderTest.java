package cbd.coordinator.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {
  @TempDir Path root;

  @Test
  void neverUsesAFolderTwice() throws IOException {
    assertThat(DemoFolder.next(root.resolve("demo"))).hasFileName("1").isEmptyDirectory();
    Files.createDirectory(root.resolve("demo").resolve("9"));
    Files.createDirectory(root.resolve("demo").resolve("notes"));

    assertThat(DemoFolder.next(root.resolve("demo"))).hasFileName("10");
  }

  @Test
  void refusesAChosenFolderThatIsInUse() throws IOException {
    assertThat(DemoFolder.chosen(root.resolve("new"))).isEmptyDirectory();
    Files.createFile(root.resolve("new").resolve("cbd.db"));

    assertThatThrownBy(() -> DemoFolder.chosen(root.resolve("new")))
        .isInstanceOf(DemoException.class)
        .hasMessageContaining("is not empty");
  }
}
