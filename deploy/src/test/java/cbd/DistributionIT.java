package cbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution's folders against what Maven resolved for each module. */
class DistributionIT {

  private static final Path HOME = Path.of(System.getProperty("cbd.home"));
  private static final Path CHECKOUT = Path.of("").toAbsolutePath().getParent();

  @Test
  void givesTheCoordinatorEveryJarItNeeds() throws IOException {
    assertThat(jars("common", "cluster", "coordinator"))
        .as("lib/common + lib/cluster + lib/coordinator")
        .containsAll(resolvedFor("coordinator"));
  }

  @Test
  void givesTheWorkerEveryJarItNeeds() throws IOException {
    assertThat(jars("common", "cluster", "worker", "training"))
        .as("lib/common + lib/cluster + lib/worker + lib/training")
        .containsAll(resolvedFor("worker"));
  }

  @Test
  void keepsTheCoordinatorFreeOfTraining() throws IOException {
    Set<String> training = jars("training");
    training.retainAll(resolvedFor("coordinator"));
    assertThat(training).as("jars of lib/training the coordinator needs: lib/common").isEmpty();
  }

  @Test
  void keepsTrainingFreeOfAkka() throws IOException {
    assertThat(jars("common", "worker", "training"))
        .as("lib/common + lib/worker + lib/training")
        .isNotEmpty()
        .noneMatch(jar -> jar.matches("(akka|scala|kryo|javalin|jetty).*"));
  }

  @Test
  void givesTheCoordinatorFolderOnlyWhatTheCoordinatorNeeds() throws IOException {
    Set<String> strays = jars("coordinator");
    strays.removeAll(resolvedFor("coordinator"));
    strays.removeIf(jar -> jar.startsWith("cbd-coordinator-"));
    assertThat(strays).as("jars that fell to lib/coordinator, see distribution.xml").isEmpty();
  }

  @Test
  void putsEachJarInOneFolder() throws IOException {
    Map<String, List<String>> folders = new HashMap<>();
    for (String folder : List.of("common", "cluster", "coordinator", "worker", "training")) {
      for (String jar : jars(folder)) {
        folders.computeIfAbsent(jar, name -> new ArrayList<>()).add(folder);
      }
    }
    folders.values().removeIf(where -> where.size() == 1);
    assertThat(folders).as("jars in several folders").isEmpty();
  }

  @Test
  void canBeStarted() {
    assertThat(HOME.resolve("cbd")).isExecutable();
    assertThat(HOME.resolve("LICENSE")).exists();
    assertThat(HOME.resolve("NOTICE")).exists();
    assertThat(HOME.resolveSibling(HOME.getFileName() + ".tar.gz")).isNotEmptyFile();
  }

  @Test
  void runsFromItsArchiveWithNothingButJava(@TempDir Path folder) throws Exception {
    Path place = Files.createDirectory(folder.resolve("a place with spaces"));
    Path archive = HOME.resolveSibling(HOME.getFileName() + ".tar.gz");
    assertThat(
            new ProcessBuilder("tar", "xzf", archive.toString(), "-C", place.toString())
                .start()
                .waitFor())
        .isZero();
    Path home = place.resolve(HOME.getFileName());
    Path java = Path.of(System.getProperty("java.home"), "bin");
    Map<String, String> path = Map.of("PATH", java + ":/usr/bin:/bin");
    try (Processes processes = new Processes(folder)) {
      Processes.Ended version = processes.runAlone(home.resolve("cbd"), path, "--version");
      assertThat(version.exit()).as(version.err()).isZero();
      assertThat(version.out()).matches("(?s)cbd \\d+\\.\\d+\\.\\d+.*");
      Processes.Ended help = processes.runAlone(home.resolve("cbd"), path, "help");
      assertThat(help.out()).contains("demo", "submit", "worker");
      Processes.Ended valid =
          processes.runAlone(
              home.resolve("cbd"),
              path,
              "validate",
              home.resolve("examples").resolve("demo.yaml").toString());
      assertThat(valid.exit()).as(valid.err()).isZero();
      assertThat(valid.out()).contains("sweep demo");
    }
  }

  private static Set<String> jars(String... folders) throws IOException {
    Set<String> names = new TreeSet<>();
    for (String folder : folders) {
      try (Stream<Path> files = Files.list(HOME.resolve("lib").resolve(folder))) {
        names.addAll(names(files));
      }
    }
    return names;
  }

  /** Written by maven-dependency-plugin when the module was packaged. */
  private static Set<String> resolvedFor(String module) throws IOException {
    Path list = CHECKOUT.resolve(module).resolve("target/runtime-class-path.txt");
    return names(Stream.of(Files.readString(list).split(File.pathSeparator, -1)).map(Path::of));
  }

  private static Set<String> names(Stream<Path> files) {
    return new TreeSet<>(files.map(file -> String.valueOf(file.getFileName())).toList());
  }
}
