package cbd.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.cli.client.Json;
import cbd.coordinator.http.Views;
import cbd.domain.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCommandTest {
  private static final String TRIAL = SmallStore.DEFENDED.id().toString();
  private static final String ASKED = "GET /trials/" + TRIAL + "/model?network=";

  @TempDir private Path folder;
  private CannedCoordinator coordinator;
  private final Shell shell = new Shell();

  @BeforeEach
  void start() throws IOException {
    coordinator = new CannedCoordinator();
    coordinator.knows("GET /trials/" + TRIAL.substring(0, 8), detail());
  }

  @AfterEach
  void stop() {
    coordinator.close();
  }

  private Object detail() {
    SmallStore.in(folder);
    Shell other = new Shell();
    String store = folder.resolve("cbd.db").toString();
    assertThat(other.run("trial", TRIAL.substring(0, 8), "--json", "--store", store)).isZero();
    return Json.read(other.out(), Views.TrialDetail.class);
  }

  private int run(String... words) {
    String[] all = new String[words.length + 4];
    all[0] = "model";
    all[1] = TRIAL.substring(0, 8);
    System.arraycopy(words, 0, all, 2, words.length);
    all[all.length - 2] = "--coordinator";
    all[all.length - 1] = coordinator.address().toString();
    return shell.run(all);
  }

  @Test
  void writesTheFileAndSaysWhatItIs() throws IOException {
    coordinator.sends(ASKED + "backdoored", "a network", Digest.hex("a network"));
    Path file = folder.resolve("b.safetensors");
    Files.writeString(file, "an older one, longer");

    assertThat(run("-o", file.toString(), "--backdoored", "--json")).as(shell.err()).isZero();

    assertThat(file).hasContent("a network");
    assertThat(shell.out())
        .contains("\"sha256\" : \"" + Digest.hex("a network"), "\"bytes\" : 9", "backdoored");
  }

  @Test
  void leavesWhatThereIsWhereAnotherFileComes() throws IOException {
    coordinator.sends(ASKED + "final", "a netw", Digest.hex("a network"));
    Path file = folder.resolve("f.safetensors");
    Files.writeString(file, "an older one");

    assertThat(run("-o", file.toString())).isEqualTo(Exit.FAILED);

    assertThat(shell.err()).contains("has the SHA-256");
    assertThat(file).hasContent("an older one");
    assertThat(folder).isDirectoryNotContaining("glob:**.draft");
  }

  @Test
  void saysWhyThereIsNone() {
    coordinator.refuses(ASKED + "final", 502, "It lies with worker gpu-2, which is gone.");

    assertThat(run("-o", folder.resolve("x").toString())).isEqualTo(Exit.FAILED);

    assertThat(shell.err()).contains("It lies with worker gpu-2, which is gone.");
    assertThat(folder.resolve("x")).doesNotExist();
  }
}
