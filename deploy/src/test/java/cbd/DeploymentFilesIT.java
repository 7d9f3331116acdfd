package cbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The units, job scripts and manifests against each other and against what cbd understands. */
class DeploymentFilesIT {
  private static final Path FILES = Path.of("").toAbsolutePath();
  private static final Path KUBERNETES = FILES.resolve("kubernetes");
  private static final Path HOME = Path.of(System.getProperty("cbd.home"));
  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]+");

  @TempDir Path folder;

  @Test
  void everyKustomizationNamesEveryFileBesideIt() throws IOException {
    for (Path kustomization : kustomizations()) {
      try (Stream<Path> files = Files.list(kustomization.getParent())) {
        List<String> beside =
            files
                .filter(Files::isRegularFile)
                .map(file -> file.getFileName().toString())
                .filter(name -> !name.equals("kustomization.yaml"))
                .toList();
        assertThat(list(only(kustomization), "resources").stream().map(String::valueOf))
            .as(kustomization.toString())
            .containsExactlyInAnyOrderElementsOf(beside);
      }
    }
  }

  @Test
  void everySelectorFindsAPodAndEveryMountAVolume() throws IOException {
    Set<Object> labels = new TreeSet<>();
    for (Map<?, ?> workload : workloads()) {
      Map<?, ?> pod = map(workload, "spec", "template");
      Object name = map(pod, "metadata", "labels").get("app.kubernetes.io/name");
      if (workload.get("kind").equals("Job")) {
        continue; // It selects its pods itself.
      }
      assertThat(map(workload, "spec", "selector", "matchLabels").get("app.kubernetes.io/name"))
          .isEqualTo(name);
      labels.add(name);
      Set<Object> volumes = new TreeSet<>();
      list(map(pod, "spec"), "volumes")
          .forEach(volume -> volumes.add(((Map<?, ?>) volume).get("name")));
      list(map(workload, "spec"), "volumeClaimTemplates")
          .forEach(claim -> volumes.add(map((Map<?, ?>) claim, "metadata").get("name")));
      for (Object container : list(map(pod, "spec"), "containers")) {
        for (Object mount : list((Map<?, ?>) container, "volumeMounts")) {
          assertThat(volumes).contains(((Map<?, ?>) mount).get("name"));
        }
      }
    }
    for (Map<?, ?> object : objects()) {
      if (object.get("kind").equals("Service")) {
        assertThat(labels).contains(map(object, "spec", "selector").get("app.kubernetes.io/name"));
      } else if (object.get("kind").equals("PodDisruptionBudget")) {
        assertThat(labels)
            .contains(map(object, "spec", "selector", "matchLabels").get("app.kubernetes.io/name"));
      }
    }
  }

  @Test
  void noPodMayDoMoreThanItNeeds() throws IOException {
    for (Map<?, ?> workload : workloads()) {
      Map<?, ?> pod = map(workload, "spec", "template", "spec");
      assertThat(map(pod, "securityContext").get("runAsNonRoot")).isEqualTo(true);
      assertThat(pod.get("automountServiceAccountToken")).isEqualTo(false);
      for (Object each : list(pod, "containers")) {
        Map<?, ?> container = (Map<?, ?>) each;
        Map<?, ?> context = map(container, "securityContext");
        assertThat(context.get("allowPrivilegeEscalation")).isEqualTo(false);
        assertThat(context.get("readOnlyRootFilesystem")).isEqualTo(true);
        assertThat(list(map(context, "capabilities"), "drop")).containsExactly("ALL");
        assertThat(map(container, "resources", "limits").get("memory")).isNotNull();
      }
    }
  }

  @Test
  void everyOptionThatIsWrittenExists() throws Exception {
    try (Processes processes = new Processes(folder)) {
      Set<String> coordinator = options(processes, "coordinator");
      Set<String> worker = options(processes, "worker");
      Map<String, Set<String>> programs =
          Map.of(
              "coordinator",
              coordinator,
              "worker",
              worker,
              "data fetch",
              options(processes, "data", "fetch"));
      Set<String> seen = new TreeSet<>();
      for (Map<?, ?> workload : workloads()) {
        for (Object each : list(map(workload, "spec", "template", "spec"), "containers")) {
          Map<?, ?> container = (Map<?, ?>) each;
          if (Set.of("cbd", "cbd-cuda").contains(container.get("image"))) {
            String words =
                String.join(" ", list(container, "args").stream().map(String::valueOf).toList());
            String program =
                programs.keySet().stream()
                    .filter(name -> words.startsWith(name + " "))
                    .findAny()
                    .orElse("");
            assertThat(program).as(words).isNotEmpty();
            assertThat(programs.get(program)).as(program).containsAll(written(words));
            seen.add(program);
          }
        }
      }
      assertThat(seen).isEqualTo(programs.keySet());
      assertThat(coordinator).containsAll(written(unit("cbd-coordinator.service")));
      assertThat(worker).containsAll(written(unit("cbd-worker.service")));
      String job = Files.readString(FILES.resolve("slurm/cbd-workers.sbatch"));
      assertThat(worker)
          .containsAll(
              written(job.substring(job.indexOf("\" worker "), job.indexOf(" &\nworker="))));
    }
  }

  @Test
  void everyImageOfOursHasATagAndEveryPageThatIsNamedExists() throws IOException {
    for (Path kustomization : kustomizations()) {
      Set<Object> tagged = new TreeSet<>();
      list(only(kustomization), "images")
          .forEach(image -> tagged.add(((Map<?, ?>) image).get("name")));
      for (Object resource : list(only(kustomization), "resources")) {
        for (Map<?, ?> object : read(kustomization.resolveSibling(resource.toString()))) {
          if (Set.of("StatefulSet", "Deployment", "Job").contains(object.get("kind"))) {
            for (Object each : list(map(object, "spec", "template", "spec"), "containers")) {
              String image = String.valueOf(((Map<?, ?>) each).get("image"));
              assertThat(image.contains(":") || tagged.contains(image)).as(image).isTrue();
            }
          }
        }
      }
    }
    Pattern page = Pattern.compile("docs/[a-z-]+\\.md");
    try (Stream<Path> files = Files.walk(KUBERNETES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        page.matcher(Files.readString(file))
            .results()
            .forEach(each -> assertThat(FILES.getParent().resolve(each.group())).exists());
      }
    }
  }

  @Test
  void membersOfAllKindsReachEachOther() throws IOException {
    List<String> seen = new ArrayList<>();
    for (Map<?, ?> object : objects()) {
      String name = String.valueOf(map(object, "metadata").get("name"));
      if (object.get("kind").equals("NetworkPolicy")
          && Set.of("cbd-coordinator", "cbd-worker").contains(name)) {
        assertThat(String.valueOf(list(map(object, "spec"), "ingress").get(0)))
            .as(name)
            .contains("[cbd-coordinator, cbd-worker]");
        seen.add(name);
      }
    }
    assertThat(seen).containsExactlyInAnyOrder("cbd-coordinator", "cbd-worker");
  }

  /** Each says when it can be used, and what is stuck is found; a database is left to itself. */
  @Test
  void everyPodThatServesIsProbed() throws IOException {
    for (Map<?, ?> workload : workloads()) {
      for (Object each : list(map(workload, "spec", "template", "spec"), "containers")) {
        Map<?, ?> container = (Map<?, ?>) each;
        if (!list(container, "ports").isEmpty()) {
          Object name = container.get("name");
          assertThat(container.get("readinessProbe")).as("readiness of %s", name).isNotNull();
          assertThat(container.get("livenessProbe") == null)
              .as("liveness of %s", name)
              .isEqualTo(Objects.equals(name, "postgres"));
        }
      }
    }
  }

  @Test
  void workersNeedNoClaimUntilTheyAreGivenOne() throws IOException {
    for (Map<?, ?> workload : workloads()) {
      if (workload.get("kind").equals("Deployment")) {
        assertThat(list(map(workload, "spec", "template", "spec"), "volumes").toString())
            .doesNotContain("persistentVolumeClaim");
      }
    }
    Map<?, ?> component = only(KUBERNETES.resolve("data/mounted/kustomization.yaml"));
    Map<?, ?> patch = (Map<?, ?>) list(component, "patches").get(0);
    Map<?, ?> patched = parse(String.valueOf(patch.get("patch"))).get(0);
    Object claim =
        ((Map<?, ?>) list(map(patched, "spec", "template", "spec"), "volumes").get(0))
            .get("persistentVolumeClaim");
    assertThat(objects())
        .filteredOn(object -> object.get("kind").equals("PersistentVolumeClaim"))
        .extracting(object -> String.valueOf(map(object, "metadata").get("name")))
        .containsExactly(
            String.valueOf(((Map<?, ?>) Objects.requireNonNull(claim)).get("claimName")));
  }

  @Test
  void aMachineBehindSshIsToldWhereItsPartsLie() throws Exception {
    Path home = Files.createDirectories(folder.resolve("home/cbd-here"));
    Path launcher = home.resolve("cbd");
    Files.writeString(
        launcher,
        "#!/bin/bash\necho \"libtorch=$CBD_LIBTORCH $*\"\nexec -a 'cbd worker stands in' sleep 60\n");
    Path ssh = folder.resolve("ssh");
    Files.writeString(
        ssh, "#!/bin/bash\nshift\nexport HOME='" + folder.resolve("home") + "'\neval \"$1\"\n");
    assertThat(launcher.toFile().setExecutable(true) && ssh.toFile().setExecutable(true)).isTrue();
    Path hosts = Files.writeString(folder.resolve("hosts"), "gpu-1 --device gpu:0\n");

    assertThat(workers("start", ssh, hosts)).isZero();
    assertThat(workers("stop", ssh, hosts)).isZero();

    assertThat(Files.readString(folder.resolve("home/.cbd/worker.log")))
        .contains(
            "libtorch=/opt/a place/torch worker --join 127.0.0.1:25520 --host 127.0.0.1 --tls gpu"
                + " --device gpu:0");
  }

  private static int workers(String what, Path ssh, Path hosts) throws Exception {
    ProcessBuilder script =
        new ProcessBuilder(FILES.resolve("machines/workers").toString(), what, hosts.toString())
            .inheritIO();
    script
        .environment()
        .putAll(
            Map.of(
                "CBD_SSH", ssh.toString(),
                "CBD_HOME", "cbd-here",
                "CBD_JOIN", "127.0.0.1:25520",
                "CBD_TLS", "gpu",
                "CBD_LIBTORCH", "/opt/a place/torch"));
    return script.start().waitFor();
  }

  @Test
  void theScriptsAreShell() throws Exception {
    for (String script : List.of("slurm/cbd-workers.sbatch", "machines/workers")) {
      Process bash =
          new ProcessBuilder("bash", "-n", FILES.resolve(script).toString()).inheritIO().start();
      assertThat(bash.waitFor()).as(script).isZero();
    }
  }

  /** Lines that start something, and the examples in comments. */
  private static String unit(String name) throws IOException {
    return String.join(
        "\n",
        Files.readAllLines(FILES.resolve("systemd").resolve(name)).stream()
            .filter(line -> line.startsWith("ExecStart=") || line.startsWith("# CBD_OPTIONS"))
            .toList());
  }

  private static Set<String> options(Processes processes, String... command) throws Exception {
    String[] words = Arrays.copyOf(command, command.length + 1);
    words[command.length] = "--help";
    Processes.Ended help = processes.runAlone(HOME.resolve("cbd"), Map.of(), words);
    assertThat(help.exit()).isZero();
    return written(help.out());
  }

  private static Set<String> written(String text) {
    Set<String> options = new TreeSet<>();
    Matcher matcher = OPTION.matcher(text);
    while (matcher.find()) {
      options.add(matcher.group());
    }
    return options;
  }

  private static List<Path> kustomizations() throws IOException {
    try (Stream<Path> files = Files.walk(KUBERNETES)) {
      return files.filter(file -> file.endsWith("kustomization.yaml")).toList();
    }
  }

  private static List<Map<?, ?>> workloads() throws IOException {
    return objects().stream()
        .filter(object -> Set.of("StatefulSet", "Deployment", "Job").contains(object.get("kind")))
        .toList();
  }

  private static List<Map<?, ?>> objects() throws IOException {
    List<Map<?, ?>> objects = new ArrayList<>();
    for (Path kustomization : kustomizations()) {
      for (Object resource : list(only(kustomization), "resources")) {
        objects.addAll(read(kustomization.resolveSibling(resource.toString())));
      }
    }
    return objects;
  }

  private static Map<?, ?> only(Path file) throws IOException {
    return read(file).get(0);
  }

  private static List<Map<?, ?>> read(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  private static List<Map<?, ?>> parse(String yaml) {
    List<Map<?, ?>> documents = new ArrayList<>();
    new Load(LoadSettings.builder().build())
        .loadAllFromString(yaml)
        .forEach(document -> documents.add((Map<?, ?>) document));
    return documents;
  }

  private static Map<?, ?> map(Map<?, ?> from, String... path) {
    Map<?, ?> at = from;
    for (String key : path) {
      Object below = at.get(key);
      assertThat(below).as("%s of %s", key, from.get("metadata")).isInstanceOf(Map.class);
      at = (Map<?, ?>) below;
    }
    return at;
  }

  private static List<Object> list(Map<?, ?> from, String key) {
    Object value = from.get(key);
    return value == null ? List.of() : List.copyOf((List<?>) value);
  }
}
