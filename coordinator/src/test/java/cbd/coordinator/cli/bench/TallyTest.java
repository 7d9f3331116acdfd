package cbd.coordinator.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.cli.client.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {
  @Test
  void readsAWorkersLine() {
    Tally tally =
        Json.read(
            """
            {"seconds":2.5,"finished":10,"epochs":20,"resent":1,"span":2.25,\
            "dispatch":[{"micros":64,"count":9},{"micros":128,"count":1}],"acknowledged":[]}\
            """,
            Tally.class);

    assertThat(tally.finished()).isEqualTo(10);
    assertThat(tally.span()).isEqualTo(2.25);
    assertThat(Tally.quantile(tally.dispatch(), 0.5)).isEqualTo(0.064);
    assertThat(Tally.quantile(tally.dispatch(), 0.9)).isEqualTo(0.064);
    assertThat(Tally.quantile(tally.dispatch(), 0.99)).isEqualTo(0.128);
    assertThat(Tally.quantile(tally.acknowledged(), 0.5)).isNaN();
  }

  @Test
  void tellsWhatLiesBetweenTwoLinesAndAddsUpWorkers() {
    Tally early = tally(1, 10, new Tally.Step(64, 10));
    Tally late = tally(4, 40, new Tally.Step(64, 12), new Tally.Step(256, 28));

    Tally between = late.since(early);

    assertThat(between.seconds()).isEqualTo(3);
    assertThat(between.finished()).isEqualTo(30);
    assertThat(between.dispatch()).containsExactly(new Tally.Step(64, 2), new Tally.Step(256, 28));
    assertThat(between.and(tally(2, 5, new Tally.Step(64, 5))))
        .isEqualTo(tally(3, 35, new Tally.Step(64, 7), new Tally.Step(256, 28)));
  }

  @Test
  void showsTheSpreadOfSeveralMeasurements() {
    assertThat(Spread.of(List.of(1210.4, 1180.0, 1259.6)).words(0))
        .isEqualTo("1,210 (1,180 to 1,260, n = 3)");
    assertThat(Spread.of(List.of(1.0, 2.0)).median()).isEqualTo(1.5);
    assertThat(Spread.of(List.of(7.25)).words(2)).isEqualTo("7.25");
  }

  private static Tally tally(double seconds, long finished, Tally.Step... dispatch) {
    return new Tally(seconds, finished, 0, 0, 0, List.of(dispatch), List.of());
  }
}
