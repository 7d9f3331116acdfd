package cbd.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerNameTest {
  @TempDir Path state;

  @Test
  void countsWorkersOfOneHostAndGivesAFreedNameToTheNext() throws IOException {
    try (WorkerName one = WorkerName.first("gpu box", state)) {
      assertThat(one.id().value()).isEqualTo("gpu-box-1");
      assertThat(one.folder()).isEqualTo(state.resolve("gpu-box-1")).isDirectory();
      try (WorkerName two = WorkerName.first("gpu box", state)) {
        assertThat(two.id().value()).isEqualTo("gpu-box-2");
      }
    }
    try (WorkerName again = WorkerName.first("gpu box", state)) {
      assertThat(again.id().value()).isEqualTo("gpu-box-1");
    }
  }

  @Test
  void refusesANameThatARunningWorkerHas() throws IOException {
    try (WorkerName taken = WorkerName.of("anna", state)) {
      assertThatThrownBy(() -> WorkerName.of(taken.id().value(), state))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'anna' runs already")
          .hasMessageContaining("--name");
    }
  }

  @Test
  void refusesWhatIsNoName() {
    assertThatThrownBy(() -> WorkerName.of("../x", state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'../x'");
  }

  @Test
  void cutsAHostNameThatIsTooLong() throws IOException {
    try (WorkerName name = WorkerName.first("h".repeat(300), state)) {
      assertThat(name.id().value()).hasSizeLessThanOrEqualTo(64).endsWith("h-1");
    }
  }
}
