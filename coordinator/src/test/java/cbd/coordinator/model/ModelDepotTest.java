package cbd.coordinator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.domain.Digest;
import cbd.domain.Phase;
import cbd.domain.TrialId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelDepotTest {
  private static final long BUDGET = 100;

  @TempDir private Path folder;
  private Instant now = Instant.parse("2026-11-27T12:00:00Z");
  private ModelDepot depot;

  @BeforeEach
  void open() {
    depot = new ModelDepot(folder.resolve("models"), BUDGET, () -> now);
  }

  private static ModelName name(int trial, String text) {
    return new ModelName(new TrialId("%032x".formatted(trial)), Phase.FINAL, Digest.hex(text));
  }

  private Path keep(int trial, String text) throws IOException {
    now = now.plusSeconds(1);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (ModelDepot.Arrival arrival = depot.begin(name(trial, text), bytes.length)) {
      arrival.append(bytes);
      Path file = arrival.publish();
      depot.find(name(trial, text));
      return file;
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("models"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void hasWhatCameWholeAndNothingElse() throws IOException {
    assertThat(depot.find(name(1, "a model"))).isEmpty();

    Path file = keep(1, "a model");

    assertThat(file).hasContent("a model");
    assertThat(depot.find(name(1, "a model"))).hasValue(file);
    assertThat(depot.find(name(1, "another model"))).isEmpty();
    assertThat(files()).containsExactly(name(1, "a model").toString());
  }

  @Test
  void isTidyFromTheStartUnderANewBudget() throws IOException {
    keep(1, "x".repeat(60));
    Path newer = keep(2, "y".repeat(30));
    Files.writeString(folder.resolve("models").resolve("left-over.draft"), "of a dead process");

    new ModelDepot(folder.resolve("models"), 50, () -> now).tidy();

    assertThat(files()).containsExactly(String.valueOf(newer.getFileName()));
    new ModelDepot(folder.resolve("models"), 0, () -> now).tidy();
    assertThat(files()).isEmpty();
    new ModelDepot(folder.resolve("nowhere"), 50, () -> now).tidy();
    assertThat(folder.resolve("nowhere")).doesNotExist();
  }

  @Test
  void takesNothingThatIsNotWhatWasAnnounced() throws IOException {
    try (ModelDepot.Arrival arrival = depot.begin(name(1, "right"), 5)) {
      arrival.append("wrong".getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(arrival::publish)
          .isInstanceOf(ModelDepot.DamagedException.class)
          .hasMessageContaining("the trial's result says " + Digest.hex("right"));
    }
    try (ModelDepot.Arrival arrival = depot.begin(name(1, "right"), 6)) {
      arrival.append("right".getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(arrival::publish).isInstanceOf(ModelDepot.DamagedException.class);
    }
    try (ModelDepot.Arrival arrival = depot.begin(name(1, "right"), 5)) {
      assertThatThrownBy(() -> arrival.append(new byte[6]))
          .isInstanceOf(ModelDepot.DamagedException.class);
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void makesRoomByWhatNobodyAskedForLongest() throws IOException {
    keep(1, "x".repeat(40));
    keep(2, "y".repeat(40));
    now = now.plusSeconds(1);
    depot.find(name(1, "x".repeat(40)));

    keep(3, "z".repeat(40));

    assertThat(depot.find(name(1, "x".repeat(40)))).isPresent();
    assertThat(depot.find(name(2, "y".repeat(40)))).isEmpty();
    assertThat(depot.find(name(3, "z".repeat(40)))).isPresent();
  }

  @Test
  void removesNothingForWhatCannotFitBesideWhatArrives() throws IOException {
    keep(1, "x".repeat(30));
    try (ModelDepot.Arrival arriving = depot.begin(name(2, "y"), 60)) {
      assertThatThrownBy(() -> depot.begin(name(3, "z"), 60))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("beside what arrives");
      assertThat(arriving.next()).isZero();
    }
    assertThat(depot.find(name(1, "x".repeat(30)))).isPresent();
    assertThat(keep(3, "z".repeat(60))).exists();
  }

  @Test
  void clearsWhatAProcessLeftThatDiedWhileItCame() throws IOException {
    Files.createDirectories(folder.resolve("models"));
    Files.writeString(folder.resolve("models").resolve(name(9, "q") + ".draft"), "half");

    keep(1, "a model");

    assertThat(files()).containsExactly(name(1, "a model").toString());
  }
}
