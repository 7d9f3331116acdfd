package cbd.worker.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerProgramTest {
  @TempDir Path home;

  @Test
  void takesTheFoldersOfADistributionThatKnowNoCluster() throws IOException {
    for (String folder : List.of("common", "worker", "training", "cluster")) {
      Files.createDirectories(home.resolve("lib").resolve(folder));
    }
    assertThat(RunnerProgram.ofHome(home, "1g").classPath().split(File.pathSeparator))
        .containsExactly(
            home.resolve("lib/common/*").toString(),
            home.resolve("lib/worker/*").toString(),
            home.resolve("lib/training/*").toString());
  }

  @Test
  void namesTheFolderThatADistributionLacks() throws IOException {
    Files.createDirectories(home.resolve("lib/common"));
    assertThatThrownBy(() -> RunnerProgram.ofHome(home, "1g"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no folder " + home.resolve("lib/worker"));
  }

  @Test
  void leavesTheClusterOutOfAClassPath() {
    String classPath =
        String.join(
            File.pathSeparator,
            "/w/target/classes",
            "/m2/akka-actor_2.13-2.8.5.jar",
            "/m2/scala-library-2.13.18.jar",
            "/m2/kryo-5.6.2.jar",
            "/m2/config-1.4.10.jar",
            "/m2/api-0.35.1.jar",
            "/m2/logback-classic-1.5.38.jar");
    assertThat(RunnerProgram.ofClassPath(classPath, "1g").classPath().split(File.pathSeparator))
        .containsExactly(
            "/w/target/classes", "/m2/api-0.35.1.jar", "/m2/logback-classic-1.5.38.jar");
  }
}
