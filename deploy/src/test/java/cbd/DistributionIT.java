package cbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cbd.watch.Tool;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution's folders against what Maven resolved for each module. */
class DistributionIT {

  private static final Path HOME = Path.of(System.getProperty("cbd.home"));
  private static final Pattern CLASSIFIER = Pattern.compile("classifier=([^&]+)");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|mailto:|#)([^)#\\s]+)");
  private static final Pattern LICENCES =
      Pattern.compile("Apache-2\\.0|MIT(-0)?|BSD-[234]-Clause|EPL-2\\.0|Bouncy Castle Licence");
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

  /**
   * Akka's pom says BUSL-1.1, and NOTICE why its licence is the Apache one by now; Bouncy Castle's
   * own one is the MIT licence.
   */
  @Test
  void itsBillOfMaterialsNamesEachJarAndALicenceThatMayBeUsed() throws IOException {
    Set<String> listed = new TreeSet<>();
    for (JsonNode part :
        new ObjectMapper().readTree(HOME.resolve("sbom.json").toFile()).get("components")) {
      Matcher classifier = CLASSIFIER.matcher(part.get("purl").asText());
      String jar = part.get("name").asText() + "-" + part.get("version").asText();
      listed.add(jar + (classifier.find() ? "-" + classifier.group(1) : "") + ".jar");
      List<String> licences = new ArrayList<>(part.get("licenses").findValuesAsText("id"));
      licences.addAll(part.get("licenses").findValuesAsText("name"));
      assertThat(licences)
          .as("%s %s", jar, part.get("licenses"))
          .anyMatch(
              id ->
                  LICENCES.matcher(id).matches()
                      || (id.equals("BUSL-1.1") && jar.matches("akka-.*-2\\.8\\.5")));
    }
    assertThat(listed).containsAll(jars("common", "cluster", "coordinator", "worker", "training"));
  }

  @Test
  void itsPagesLeadNowhereThatIsNotThere() throws IOException {
    List<String> astray = new ArrayList<>();
    try (Stream<Path> files = Files.walk(HOME)) {
      for (Path page : files.filter(file -> file.toString().endsWith(".md")).toList()) {
        Matcher link = LINK.matcher(Files.readString(page));
        while (link.find()) {
          Path there = page.resolveSibling(link.group(1));
          if (!Files.exists(there)) {
            astray.add(HOME.relativize(page) + ": " + link.group(1));
          }
        }
      }
    }
    assertThat(astray).isEmpty();
  }

  /** The driver's own library is the machine's: a build machine has none. */
  @Test
  void theLibrariesOfALibtorchThatItCarriesFindEachOther() throws Exception {
    Path lib = HOME.resolve("lib/libtorch/torch/lib");
    assumeTrue(Files.isDirectory(lib), "this distribution carries none; ./mvnw -Pcuda verify");
    for (String name : List.of("libtorch_cuda.so", "libtorch_cuda_linalg.so")) {
      Tool.Said said =
          Tool.need("ldd", "apt-get install libc-bin").run(lib.resolve(name).toString());
      assertThat(said.text().lines().filter(line -> line.contains("not found")))
          .as(name)
          .allMatch(line -> line.contains("libcuda.so.1"));
    }
  }

  /** The profile cuda is built by hand only: what it takes from pip is this libtorch, as here. */
  @Test
  void carriesTheBridgeToTheLibtorchThatTheProfileForCudaPacks() throws IOException {
    Path worker = only("worker", "cbd-worker-.*\\.jar");
    Properties natives = new Properties();
    try (ZipFile jar = new ZipFile(worker.toFile());
        InputStream in =
            jar.getInputStream(jar.getEntry("cbd/training/engine/natives.properties"))) {
      natives.load(in);
    }
    String libtorch = natives.getProperty("libtorch");
    assertThat(only("training", "pytorch-native-cpu-.*\\.jar").getFileName().toString())
        .startsWith("pytorch-native-cpu-" + libtorch + "-");
    Path bridge = only("training", "pytorch-jni-.*\\.jar");
    assertThat(bridge.getFileName().toString()).startsWith("pytorch-jni-" + libtorch + "-");
    try (ZipFile jar = new ZipFile(bridge.toFile())) {
      assertThat(
              jar.getEntry(
                  "jnilib/linux-x86_64/" + natives.getProperty("cuda") + "/libdjl_torch.so"))
          .as("the bridge's flavor for CUDA")
          .isNotNull();
    }
    assertThat(CHECKOUT.resolve("deploy/pom.xml"))
        .content()
        .contains("--no-deps --require-hashes", "/src/main/assembly/libtorch.txt</torch.packages>");
    assertThat(CHECKOUT.resolve("deploy/src/main/assembly/libtorch.txt"))
        .content()
        .contains("\ntorch==" + libtorch + " --hash=");
    assertThat(Files.readString(CHECKOUT.resolve("docs/gpu.md")))
        .contains("pip install torch==" + libtorch);
  }

  private static Path only(String folder, String name) throws IOException {
    try (Stream<Path> files = Files.list(HOME.resolve("lib").resolve(folder))) {
      List<Path> found = files.filter(file -> file.getFileName().toString().matches(name)).toList();
      assertThat(found).as("%s in lib/%s", name, folder).hasSize(1);
      return found.get(0);
    }
  }

  @Test
  void canBeStarted() {
    assertThat(HOME.resolve("cbd")).isExecutable();
    assertThat(HOME.resolve("deploy/machines/workers")).isExecutable();
    assertThat(HOME.resolve("dashboards/watch.sh")).isExecutable();
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
      assertThat(home.resolve("deploy/machines/workers")).isExecutable();
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
