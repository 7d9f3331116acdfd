package cbd.coordinator.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastTest {

  @Test
  void foretellsOneSlotExactlyWhenAllRatesAgree() {
    Forecast forecast = of(waiting(10, 30), rates(2, 2), 1);

    assertThat(forecast)
        .isEqualTo(
            new Forecast(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20)));
  }

  @Test
  void spreadsTheLoadOverTheSlotsAndBoundsTheTail() {
    Forecast forecast = of(waiting(4, 4, 4), rates(1), 2);

    assertThat(forecast.low()).isEqualTo(Duration.ofSeconds(6));
    assertThat(forecast.expected()).isEqualTo(Duration.ofSeconds(6));
    assertThat(forecast.high()).isEqualTo(Duration.ofSeconds(8));
  }

  @Test
  void isNeverShorterThanTheLongestTrial() {
    Forecast forecast = of(waiting(100, 1), rates(1), 50);

    assertThat(forecast.low()).isEqualTo(Duration.ofSeconds(100));
    assertThat(forecast.high()).isBetween(Duration.ofSeconds(100), Duration.ofSeconds(102));
  }

  @Test
  void rangesOverTheQuartilesOfTheRates() {
    Forecast forecast = of(waiting(120), rates(5, 1, 4, 2, 3), 1);

    assertThat(forecast.low()).isEqualTo(Duration.ofSeconds(30));
    assertThat(forecast.expected()).isEqualTo(Duration.ofSeconds(40));
    assertThat(forecast.high()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void addsAStartUpForEachTrialThatHasNotBegun() {
    Speed speed = new Speed(List.of(2.0), List.of(5.0));

    assertThat(of(waiting(10, 30).andRunning(20), speed, 1).expected())
        .isEqualTo(Duration.ofSeconds(30 + 2 * 5));
    assertThat(of(Load.NONE.andRunning(20), speed, 1).expected()).isEqualTo(Duration.ofSeconds(10));
    assertThat(of(waiting(10, 10), speed, 4).expected())
        .as("each slot its own start")
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void saysNothingWithoutAnythingToGoBy() {
    assertThat(Forecast.of(Load.NONE, rates(1), 1)).isEmpty();
    assertThat(Forecast.of(waiting(1), rates(), 1)).isEmpty();
    assertThat(Forecast.of(waiting(1), rates(1), 0)).isEmpty();
    assertThat(Forecast.of(waiting(1), rates(0, Double.NaN), 1)).isEmpty();
  }

  @Test
  void staysFiniteAtACrawl() {
    Load load = new Load(1e17, 100_000, 1e12);

    assertThat(of(load, rates(1e-9), 1).high()).isPositive();
  }

  private static Forecast of(Load load, Speed speed, int slots) {
    return Forecast.of(load, speed, slots).orElseThrow();
  }

  private static Load waiting(double... works) {
    Load load = Load.NONE;
    for (double work : works) {
      load = load.andWaiting(work);
    }
    return load;
  }

  private static Speed rates(double... rates) {
    return new Speed(Arrays.stream(rates).boxed().toList(), List.of());
  }
}
