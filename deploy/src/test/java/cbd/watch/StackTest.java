package cbd.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be known of the stack without a Docker daemon, and the one without Docker. */
class StackTest {
  private static final Path ROOT = Sources.root();
  private static final Path DEPLOY = ROOT.resolve("deploy");
  private static final List<String> JOBS = List.of("cbd-coordinator", "cbd-worker");

  @TempDir Path folder;

  @Test
  void namesAVersionOfEachImage() throws IOException {
    for (Map<?, ?> service : services().values()) {
      assertThat(Rule.word(service, "image")).matches("[a-z/-]+:v?\\d+\\.\\d+[\\w.-]*");
    }
    assertThat(Files.readAllLines(DEPLOY.resolve("Dockerfile")))
        .filteredOn(line -> line.startsWith("FROM"))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).matches("FROM [a-z-]+:17\\.\\d+\\S+ AS (build|cbd)"));
  }

  @Test
  void mountsOnlyWhatIsThereAndOpensNoPortToOthers() throws IOException {
    List<String> mounted = new ArrayList<>();
    for (Map<?, ?> service : services().values()) {
      for (Object port : Rule.list(service, "ports")) {
        assertThat(port.toString()).startsWith("127.0.0.1:");
      }
      for (Object volume : Rule.list(service, "volumes")) {
        String source = volume.toString().split(":", -1)[0];
        if (source.startsWith(".")) {
          mounted.add(volume.toString());
          assertThat(DEPLOY.resolve(source)).exists();
        }
      }
    }
    for (Board board : Board.all()) {
      String file = "cbd/" + board.uid() + ".json:ro";
      assertThat(mounted).as("Grafana has " + board).anyMatch(each -> each.endsWith(file));
    }
  }

  @Test
  void asksEveryNameThatIsAService() throws IOException {
    List<String> asked = new ArrayList<>();
    for (Object job : Rule.list(Rule.read(DEPLOY.resolve("prometheus.yml")), "scrape_configs")) {
      for (Object source : Rule.list((Map<?, ?>) job, "dns_sd_configs")) {
        Rule.list((Map<?, ?>) source, "names").forEach(name -> asked.add(name.toString()));
      }
    }
    assertThat(asked).contains("dcgm-exporter", "worker", "worker-gpu");
    assertThat(services().keySet()).containsAll(asked);
    assertThat(Objects.requireNonNull(services().get("dcgm-exporter")).get("profiles"))
        .isEqualTo(List.of("gpu"));
  }

  @Test
  void watchesTheJobsThatBoardsAndRulesName() throws Exception {
    for (Path file : List.of(DEPLOY.resolve("prometheus.yml"), dashboards("prometheus.yml"))) {
      List<String> jobs = new ArrayList<>();
      for (Object job : Rule.list(Rule.read(file), "scrape_configs")) {
        jobs.add(Rule.word((Map<?, ?>) job, "job_name"));
      }
      assertThat(jobs).containsAll(JOBS);
    }
    // As the container sees it: beside its rules.
    Files.copy(DEPLOY.resolve("prometheus.yml"), folder.resolve("prometheus.yml"));
    Path rules = Files.createDirectory(folder.resolve("rules"));
    for (Path rule : Rule.files(Rule.FOLDER)) {
      Files.copy(rule, rules.resolve(Objects.requireNonNull(rule.getFileName()).toString()));
    }
    Tool.Said said =
        Tool.promtool().run("check", "config", folder.resolve("prometheus.yml").toString());
    assertThat(said.exit()).as(said.text()).isZero();
  }

  @Test
  void findsItsBoardsAndItsDataSourceByItself() throws IOException {
    Path provisioning = ROOT.resolve("dashboards/provisioning");
    Map<?, ?> sources = Rule.read(provisioning.resolve("datasources/prometheus.yml"));
    Map<?, ?> source = (Map<?, ?>) Rule.list(sources, "datasources").get(0);
    assertThat(Rule.word(source, "uid")).isEqualTo("cbd-prometheus");
    assertThat(Rule.word(source, "url")).isEqualTo("${PROMETHEUS_URL}");

    Map<?, ?> boards = Rule.read(provisioning.resolve("dashboards/cbd.yml"));
    Map<?, ?> provider = (Map<?, ?>) Rule.list(boards, "providers").get(0);
    assertThat(Rule.word(provider, "folder")).isEqualTo("cbd");
    String path = Rule.word((Map<?, ?>) provider.get("options"), "path");
    Map<?, ?> grafana = Objects.requireNonNull(services().get("grafana"));
    assertThat(Rule.list(grafana, "volumes").toString()).contains(":" + path + "/cbd-slo.json");
    assertThat(grafana.get("environment").toString())
        .contains("HOME_DASHBOARD_PATH=" + path + "/cbd-overview.json", "PROMETHEUS_URL=");
  }

  @Test
  void hasAnAlertmanagerThatAcceptsItsConfiguration() throws Exception {
    Tool amtool = Tool.need("amtool", "apt-get install prometheus-alertmanager");
    Tool.Said said = amtool.run("check-config", dashboards("alertmanager.yml").toString());

    assertThat(said.exit()).as(said.text()).isZero();
  }

  @Test
  void isAcceptedByDocker() throws Exception {
    Tool docker = Tool.need("docker", "Docker with its plugin compose");
    assumeTrue(docker.run("compose", "version").exit() == 0, "docker compose is not installed");
    Tool.Said said = docker.run("compose", "-f", "deploy/compose.yaml", "config", "--quiet");

    assertThat(said.exit()).as(said.text()).isZero();
  }

  @Test
  void watchesWithoutDocker() throws Exception {
    Tool.prometheus();
    int port = Prometheus.freePort();
    ProcessBuilder builder =
        new ProcessBuilder(dashboards("watch.sh").toString(), folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said.txt").toFile());
    // Without a Grafana: it would take a minute to start.
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("PROMETHEUS_PORT", Integer.toString(port));
    Process script = builder.start();
    try (Prometheus prometheus = Prometheus.of(script, port)) {
      assertThat(script.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
      await().atMost(Duration.ofMinutes(2)).until(prometheus::isReady);

      assertThat(prometheus.at("up", Instant.now().getEpochSecond()).isArray()).isTrue();
      script.destroy();
      assertThat(script.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(prometheus.isReady()).as("it ends what it started").isFalse();
    }
  }

  private static Path dashboards(String file) {
    return ROOT.resolve("dashboards").resolve(file);
  }

  private static Map<String, Map<?, ?>> services() throws IOException {
    Map<String, Map<?, ?>> services = new TreeMap<>();
    Map<?, ?> all = (Map<?, ?>) Rule.read(DEPLOY.resolve("compose.yaml")).get("services");
    Objects.requireNonNull(all)
        .forEach((name, service) -> services.put(name.toString(), merged((Map<?, ?>) service)));
    return services;
  }

  /** With what {@code <<} brings. */
  private static Map<?, ?> merged(Map<?, ?> service) {
    Map<Object, Object> all = new HashMap<>();
    if (service.get("<<") instanceof Map<?, ?> shared) {
      all.putAll(shared);
    }
    all.putAll(service);
    return all;
  }
}
