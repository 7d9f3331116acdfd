package cbd.coordinator.cli.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportFolderTest {
  private static final Set<String> NAMES = Set.of("a", "b");

  @TempDir private Path root;

  @Test
  void makesAFolderWithTheFoldersAboveIt() throws IOException {
    Path folder = root.resolve("x").resolve("y");

    ExportFolder.fill(folder, false, NAMES, fresh -> Files.writeString(fresh.resolve("a"), "1"));

    assertThat(folder.resolve("a")).hasContent("1");
    assertThat(root.resolve("x")).isDirectoryNotContaining("glob:**/.y-*");
  }

  @Test
  void fillsAnEmptyFolder() throws IOException {
    ExportFolder.fill(root, false, NAMES, fresh -> Files.writeString(fresh.resolve("a"), "1"));

    assertThat(root.resolve("a")).hasContent("1");
  }

  @Test
  void keepsWhatThereWasWhenItFails() throws IOException {
    Path folder = Files.createDirectory(root.resolve("x"));
    Files.writeString(folder.resolve("a"), "old");

    assertThatThrownBy(
            () ->
                ExportFolder.fill(
                    folder,
                    true,
                    NAMES,
                    fresh -> {
                      Files.writeString(fresh.resolve("a"), "half");
                      throw new IOException("the disk is full");
                    }))
        .hasMessage("the disk is full");

    assertThat(folder.resolve("a")).hasContent("old");
    try (Stream<Path> beside = Files.list(root)) {
      assertThat(beside).containsExactly(folder);
    }
  }

  @Test
  void leavesNothingOfAnEarlierFilling() throws IOException {
    Path folder = Files.createDirectory(root.resolve("x"));
    Files.writeString(folder.resolve("a"), "old");

    ExportFolder.fill(folder, true, NAMES, fresh -> Files.writeString(fresh.resolve("b"), "new"));

    assertThat(folder.resolve("a")).doesNotExist();
    assertThat(folder.resolve("b")).hasContent("new");
    try (Stream<Path> beside = Files.list(root)) {
      assertThat(beside).containsExactly(folder);
    }
  }

  @Test
  void followsALinkToTheFolder() throws IOException {
    Path folder = Files.createDirectory(root.resolve("x"));
    Files.writeString(folder.resolve("a"), "old");
    Path link = Files.createSymbolicLink(root.resolve("link"), folder);

    ExportFolder.fill(link, true, NAMES, fresh -> Files.writeString(fresh.resolve("a"), "new"));

    assertThat(link).isSymbolicLink();
    assertThat(folder.resolve("a")).hasContent("new");
  }

  @Test
  void keepsWhatCameWhileItFilled() throws IOException {
    Path folder = Files.createDirectory(root.resolve("x"));

    assertThatThrownBy(
            () ->
                ExportFolder.fill(
                    folder,
                    true,
                    NAMES,
                    fresh -> {
                      Files.writeString(fresh.resolve("a"), "new");
                      Files.writeString(folder.resolve("thesis.tex"), "years of work");
                    }))
        .hasMessageContaining("such as thesis.tex");

    assertThat(folder.resolve("thesis.tex")).hasContent("years of work");
    assertThat(folder.resolve("a")).doesNotExist();
  }

  @Test
  void refusesAFile() throws IOException {
    Path file = Files.writeString(root.resolve("x"), "mine");

    assertThatThrownBy(() -> ExportFolder.fill(file, true, NAMES, fresh -> {}))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("is a file");
    assertThat(file).hasContent("mine");
  }
}
