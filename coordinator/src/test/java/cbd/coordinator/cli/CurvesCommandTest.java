package cbd.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.http.Views;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurvesCommandTest {
  private static final String DEFENDED = SmallStore.DEFENDED.id().value();

  @TempDir private Path folder;
  private final Shell shell = new Shell();

  @Test
  void printsARowForEachEpochOfTheLatestAttempt() {
    assertThat(shell.run("curves", "--store", SmallStore.in(folder).toString()))
        .as(shell.err())
        .isZero();

    List<String> lines = shell.out().lines().toList();
    List<String> heads = List.of(lines.get(0).split(",", -1));
    assertThat(column(lines, heads, "trial"))
        .containsExactly(
            SmallStore.UNDEFENDED.id().value(),
            SmallStore.UNDEFENDED.id().value(),
            DEFENDED,
            DEFENDED);
    assertThat(column(lines, heads, "defense")).containsExactly("none", "none", "cbd", "cbd");
    assertThat(column(lines, heads, "attempt")).containsExactly("1", "1", "2", "2");
    assertThat(column(lines, heads, "epoch")).containsExactly("1", "2", "1", "2");
    assertThat(column(lines, heads, "phase")).containsOnly("final");
    assertThat(column(lines, heads, "ca")).containsExactly("0.6", "0.7", "0.6", "0.7");
    assertThat(column(lines, heads, "asr")).containsOnly("0.9");
    assertThat(column(lines, heads, "images")).containsOnly("1000");
    assertThat(column(lines, heads, "weight_poisoned_mean")).containsOnly("0.25");
    assertThat(column(lines, heads, "weight_clean_p90")).containsOnly("1.0");
    assertThat(column(lines, heads, "critic_loss")).containsOnly("-0.5");
  }

  @Test
  void printsOneTrialAsItDoesAmongOthers() {
    String store = SmallStore.in(folder).toString();
    shell.run("curves", "demo", "--store", store);
    Shell one = new Shell();

    assertThat(one.run("curves", DEFENDED.substring(0, 8), "--store", store)).isZero();

    List<String> all = shell.out().lines().toList();
    assertThat(one.out().lines()).containsExactly(all.get(0), all.get(3), all.get(4));
  }

  @Test
  void printsJson() throws IOException {
    assertThat(shell.run("curves", "--store", SmallStore.in(folder).toString(), "--json")).isZero();

    JsonNode curves = new ObjectMapper().readTree(shell.out());
    assertThat(curves).hasSize(2);
    assertThat(curves.at("/1/trial").asText()).isEqualTo(DEFENDED);
    assertThat(curves.at("/1/attempt").asInt()).isEqualTo(2);
    assertThat(curves.at("/1/metrics/1/scores/cleanAccuracy").asDouble()).isEqualTo(0.7);
    assertThat(curves.at("/1/spec/defense/t1").asInt()).isEqualTo(3);
  }

  @Test
  void asksACoordinatorPageByPage() throws IOException {
    String curves = "GET /sweeps/" + Pictures.SWEEP + "/curves";
    try (CannedCoordinator coordinator = new CannedCoordinator()) {
      coordinator.knows(
          "GET /sweeps",
          new Views.SweepList(List.of(Pictures.sweep(List.of(), "succeeded=1")), null));
      coordinator.knows(
          curves,
          new Views.CurvePage(
              List.of(new Views.CurveView("aaaa", 0, Pictures.spec(), 1, List.of(epoch()))), null));
      assertThat(shell.run("curves", "--coordinator", coordinator.address().toString())).isZero();
      assertThat(coordinator.asked).contains(curves + "?after=-1");
    }
    assertThat(shell.out().lines().skip(1))
        .containsExactly("aaaa,shapes,,badnets,0.1,cbd,0,1,final,1,,0.5,,,,,,,,,,,,,,,,");
  }

  @Test
  void printsNothingButTheHeaderBeforeTheFirstEpoch() throws IOException {
    String id = Pictures.id("bbbb2222");
    try (CannedCoordinator coordinator = new CannedCoordinator()) {
      coordinator.knows("GET /sweeps", new Views.SweepList(List.of(), null));
      coordinator.knows(
          "GET /trials/bbbb",
          new Views.TrialDetail(
              Pictures.trial(id, "queued", null), List.of(), List.of(), List.of(), null, null));
      String address = coordinator.address().toString();
      assertThat(shell.run("curves", "bbbb", "--coordinator", address)).isZero();
      assertThat(shell.run("curves", "demo", "--coordinator", address)).isEqualTo(Exit.FAILED);
    }
    assertThat(shell.out().lines()).hasSize(1);
    assertThat(shell.err()).contains("there is no sweep yet");
  }

  private static Map<String, @Nullable Object> epoch() {
    return Map.of("phase", "final", "epoch", 1, "scores", Map.of("cleanAccuracy", 0.5));
  }

  /** A column's values, without its head. */
  private static List<String> column(List<String> lines, List<String> heads, String name) {
    List<String> values = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      values.add(line.split(",", -1)[heads.indexOf(name)]);
    }
    return values;
  }
}
