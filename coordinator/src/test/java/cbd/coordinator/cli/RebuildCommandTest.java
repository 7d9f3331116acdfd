package cbd.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebuildCommandTest {
  @TempDir private Path folder;

  @Test
  void refusesToBuildOverAFile() throws Exception {
    Path taken = Files.writeString(folder.resolve("taken.db"), "mine");
    Shell shell = new Shell();

    assertThat(shell.run("rebuild", "--into", taken.toString())).isEqualTo(2);

    assertThat(shell.err()).contains("--into must be a new file", taken.toString());
    assertThat(taken).hasContent("mine");
  }

  @Test
  void saysThatThereIsNoStore() {
    Shell shell = new Shell();

    assertThat(shell.run("rebuild", "--store", folder.resolve("none.db").toString())).isEqualTo(2);

    assertThat(shell.err()).contains("There is no store", "none.db");
  }
}
