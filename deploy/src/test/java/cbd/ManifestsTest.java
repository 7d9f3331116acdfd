package cbd;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.watch.Sources;
import cbd.watch.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Kubernetes manifests are what the published schemas allow; no cluster is asked. */
class ManifestsTest {
  private static final String CHECK = "deploy/check/manifests.mjs";
  private static final Path DEPLOY = Sources.root().resolve("deploy");

  private final Tool node = Tool.node();

  @TempDir Path folder;

  @BeforeEach
  void needPackages() {
    Tool.needPackages(DEPLOY.resolve("check"));
    Tool.needPackages(Sources.root().resolve("dashboards/check"));
  }

  @Test
  void haveTheTypesOfThePublishedSchemas() throws Exception {
    Tool.Said said = node.run(CHECK);

    assertThat(said.exit()).as(said.text()).isZero();
    assertThat(said.text()).matches("[1-9][0-9]* objects, 0 complaints\n");
  }

  @ParameterizedTest
  @CsvSource({
    "coordinator.yaml, serviceName:, servicName:, servicName",
    "coordinator.yaml, replicas: 3, replicas: many, data/spec/replicas must be integer",
    "worker.yaml, memory: 32Gi, memory: lots, must match format \"quantity\"",
    "worker.yaml, readOnlyRootFilesystem, readOnlyRootFileSystem, readOnlyRootFileSystem",
    "worker.yaml, kind: Deployment, kind: Deploiment, has no kind Deploiment",
    "monitoring/monitors.yaml, podMetricsEndpoints, podMetricEndpoints, podMetricEndpoints",
  })
  void wouldBeRefusedOtherwise(String file, String right, String wrong, String complaint)
      throws Exception {
    String manifest = Files.readString(DEPLOY.resolve("kubernetes").resolve(file));
    assertThat(manifest).contains(right);
    Path broken = Files.writeString(folder.resolve("broken.yaml"), manifest.replace(right, wrong));

    Tool.Said said = node.run(CHECK, broken.toString());

    assertThat(said.exit()).isOne();
    assertThat(said.text()).contains(complaint);
  }
}
