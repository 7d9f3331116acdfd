package cbd.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sweeps that people start from are right, teach, and can be planned. */
class ExamplesTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("basedir", "."), "..", "examples").normalize();

  /** All but the one trial file. */
  static Stream<Path> sweeps() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml") && !file.endsWith("trial.yaml"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @Test
  void holdThePapersTablesAndStudies() throws IOException {
    assertThat(sweeps().map(file -> file.getFileName().toString()))
        .contains(
            "ablation.yaml",
            "cifar10-quick.yaml",
            "cifar10-reduced.yaml",
            "demo.yaml",
            "paper-cifar10.yaml",
            "paper-gtsrb.yaml",
            "poison-rate.yaml",
            "t1-sensitivity.yaml");
  }

  @ParameterizedTest
  @MethodSource("sweeps")
  void areValid(Path file) {
    Shell shell = new Shell();

    assertThat(shell.run("validate", file.toString())).as(shell.err()).isZero();
    assertThat(shell.out()).contains("sweep " + name(file));
  }

  @ParameterizedTest
  @MethodSource("sweeps")
  void canBePlanned(Path file) {
    Shell shell = new Shell();

    assertThat(shell.run("plan", file.toString(), "--coordinator", "127.0.0.1:1")).isZero();
    assertThat(shell.out())
        .contains("sweep " + name(file))
        .contains("device time")
        .doesNotContainPattern("\\b0 poisoned sets");
  }

  @ParameterizedTest
  @MethodSource("sweeps")
  void beginWithAWordForEditorsAndOneForPeople(Path file) throws IOException {
    assertThat(Files.readAllLines(file))
        .startsWith("# yaml-language-server: $schema=../docs/sweep.schema.json", "#")
        .anyMatch(line -> line.startsWith("description: "))
        .allMatch(line -> line.length() <= 120);
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".yaml", "");
  }
}
