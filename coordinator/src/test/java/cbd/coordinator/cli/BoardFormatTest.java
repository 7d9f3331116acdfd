package cbd.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.Trials;
import cbd.coordinator.http.SweepBoard;
import cbd.coordinator.leaderboard.Entrant;
import cbd.coordinator.leaderboard.Leaderboard;
import cbd.coordinator.leaderboard.LeaderboardRow;
import cbd.coordinator.leaderboard.Measure;
import cbd.coordinator.leaderboard.Statistic;
import cbd.domain.Defense;
import cbd.domain.SweepId;
import cbd.domain.TrialState;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One leaderboard in four formats. */
class BoardFormatTest {
  /** The names of the measures in JSON. */
  private static final Map<Measure, String> NAMES =
      Map.of(
          Measure.CLEAN_ACCURACY, "cleanAccuracy",
          Measure.CLEAN_ACCURACY_NON_TARGET, "cleanAccuracyNonTarget",
          Measure.ATTACK_SUCCESS_RATE, "attackSuccessRate",
          Measure.ROBUST_ACCURACY, "robustAccuracy",
          Measure.DEFENSE_EFFECTIVENESS, "defenseEffectiveness");

  private final Leaderboard board =
      Leaderboard.of(
          List.of(
              entrant(0, new Defense.None(), 0.912, 0.901),
              entrant(1, new Defense.None(), 0.903, 0.998),
              entrant(0, Trials.cbd(3, true), 0.881, 0.031),
              entrant(1, Trials.cbd(3, true), 0.872, 0.044),
              entrant(0, Trials.cbd(2, true), 0.101, 0.0),
              new Entrant(Trials.spec(1, Trials.cbd(2, true)), TrialState.FAILED, null)),
          List.of());
  private final SweepBoard sweep = new SweepBoard(new SweepId("demo-3f9c2a10"), board);

  @Test
  void allSayTheSameOfEachCell() throws IOException {
    JsonNode rows = json().get("rows");
    List<String> csv = BoardFormat.CSV.text(sweep).lines().toList();
    List<String> heads = List.of(csv.get(0).split(",", -1));
    List<String> markdown =
        BoardFormat.MD.text(sweep).lines().filter(line -> line.startsWith("| ")).toList();
    String table = BoardFormat.TABLE.text(sweep);
    assertThat(rows).hasSize(board.rows().size());

    for (int i = 0; i < board.rows().size(); i++) {
      LeaderboardRow row = board.rows().get(i);
      List<String> fields = List.of(csv.get(i + 1).split(",", -1));
      for (Measure measure : Measure.values()) {
        Statistic score = row.score(measure);
        JsonNode read = rows.get(i).get(NAMES.get(measure));
        assertThat(read.get("n").asInt()).isEqualTo(score.n());
        for (String part : List.of("mean", "sd", "ci95")) {
          String field = fields.get(heads.indexOf(measure.column() + "_" + part));
          assertThat(field).isEqualTo(read.get(part).isNull() ? "" : read.get(part).asText());
        }
        String cell = percent(score);
        assertThat(markdown.get(i + 2)).contains("| " + cell + " |");
        assertThat(table).contains(cell);
      }
    }
  }

  @Test
  void allExplainThemselvesInTheSameWords() throws IOException {
    assertThat(board.notes())
        .hasSize(Leaderboard.RULES.size() + 3)
        .anyMatch(note -> note.startsWith("n = 2: with one degree of freedom"))
        .anyMatch(note -> note.startsWith("\"attack failed\": the undefended twin"))
        .anyMatch(note -> note.startsWith("\"collapsed\": mean CA below two thirds"));
    List<String> rules =
        Stream.of(new ObjectMapper().convertValue(json().get("rules"), String[].class)).toList();
    assertThat(rules).isEqualTo(board.notes());
    assertThat(BoardFormat.TABLE.text(sweep)).contains(board.notes());
    assertThat(BoardFormat.MD.text(sweep)).contains(board.notes());
    assertThat(rows("marks")).containsExactly("[\"attack failed\"]", "[\"attack failed\"]", MARKED);
    assertThat(BoardFormat.CSV.text(sweep)).contains(",attack failed; collapsed");
  }

  private static final String MARKED = "[\"attack failed\",\"collapsed\"]";

  private List<String> rows(String field) throws IOException {
    return json().findValues(field).stream().map(JsonNode::toString).toList();
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(BoardFormat.JSON.text(sweep));
  }

  private static String percent(Statistic score) {
    return score.mean() == null ? "-" : percent(score.mean()) + interval(score);
  }

  private static String interval(Statistic score) {
    return score.ci95() == null ? "" : " ± " + percent(score.ci95());
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.2f", 100 * fraction);
  }

  private static Entrant entrant(int repeat, Defense defense, double ca, double asr) {
    return new Entrant(Trials.spec(repeat, defense), TrialState.SUCCEEDED, Trials.result(ca, asr));
  }
}
