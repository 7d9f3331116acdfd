package cbd.worker.runner;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.training.trial.RunSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFilesTest {
  private static final RunSettings SETTINGS = new RunSettings("/data", 2, "cpu");

  @TempDir Path folder;

  @Test
  void keepsTheNewestFilesAlone() throws IOException {
    ModelFiles models = new ModelFiles(folder, 3, false);
    for (int i = 0; i < 5; i++) {
      Path file = Files.createFile(folder.resolve("trial-lease-" + i + ".safetensors"));
      assertThat(file.toFile().setLastModified(1_000_000L + 1000L * i)).isTrue();
    }
    Files.createFile(folder.resolve("trial-lease-5.safetensors.part"));
    models.makeRoom();
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder(
            "trial-lease-2.safetensors",
            "trial-lease-3.safetensors",
            "trial-lease-4.safetensors",
            "trial-lease-5.safetensors.part");
    models.prepare();
    assertThat(folder.resolve("trial-lease-5.safetensors.part")).doesNotExist();
    models.makeRoom();
    assertThat(folder.toFile().list()).hasSize(3);
  }

  @Test
  void givesEachAttemptItsOwnPlace() {
    ModelFiles models = new ModelFiles(folder, 3, true);
    RunSettings first = models.keeping(SETTINGS, Workbench.lease(7));
    String trial = Workbench.lease(7).trial().brief();
    assertThat(first.modelFile()).isEqualTo(folder + "/" + trial + "-lease-7.safetensors");
    assertThat(first.backdooredModelFile())
        .isEqualTo(folder + "/" + trial + "-lease-7-backdoored.safetensors");
    assertThat(first.dataDir()).isEqualTo("/data");
    assertThat(models.keeping(SETTINGS, Workbench.lease(8)).modelFile())
        .isNotEqualTo(first.modelFile());
  }

  @Test
  void writesNothingThatIsNotWanted() throws IOException {
    ModelFiles none = new ModelFiles(folder.resolve("models"), 0, false);
    none.prepare();
    none.makeRoom();
    assertThat(none.keeping(SETTINGS, Workbench.lease(7))).isEqualTo(SETTINGS);
    assertThat(folder.resolve("models")).doesNotExist();
    ModelFiles clean = new ModelFiles(folder, 3, false);
    assertThat(clean.keeping(SETTINGS, Workbench.lease(7)).backdooredModelFile()).isEmpty();
  }
}
