package cbd.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The boards are what their sources say, and what Grafana's schema allows. */
class BoardTest {
  private static final Path DASHBOARDS = Sources.root().resolve("dashboards");

  @TempDir Path folder;

  @Test
  void isWhatItsSourceSays() throws Exception {
    Tool.Said said = Tool.node().run("dashboards/write-boards.mjs", folder.toString());

    assertThat(said.exit()).as(said.text()).isZero();
    List<Path> written = files();
    assertThat(written).hasSize(Board.all().size() + 1);
    for (Path file : written) {
      Path kept = DASHBOARDS.resolve(Objects.requireNonNull(file.getFileName()).toString());
      assertThat(kept)
          .as("node dashboards/write-boards.mjs writes it anew")
          .hasSameTextualContentAs(file);
    }
  }

  @Test
  void hasTheTypesOfGrafanasSchema() throws Exception {
    Tool node = Tool.node();
    Tool.needPackages(DASHBOARDS.resolve("check"));

    Tool.Said said = node.run("dashboards/check/types.mjs");
    assertThat(said.exit()).as(said.text()).isZero();
    assertThat(said.text()).contains("6 boards, 0 complaints");

    String json = Files.readString(DASHBOARDS.resolve("cbd-slo.json"));
    assertThat(json).contains("\"placement\": \"bottom\"");
    Path broken = folder.resolve("broken.json");
    Files.writeString(broken, json.replace("\"placement\": \"bottom\"", "\"placement\": \"left\""));
    Tool.Said complaint = node.run("dashboards/check/types.mjs", broken.toString());
    assertThat(complaint.exit()).isNotZero();
    assertThat(complaint.text()).contains("\"left\"");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
