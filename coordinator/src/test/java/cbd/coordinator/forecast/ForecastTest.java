package cbd.coordinator.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastTest {

  @Test
  void foretellsOneSlotExactlyWhenAllRatesAgree() {
    Forecast forecast = Forecast.of(List.of(10.0, 30.0), List.of(2.0, 2.0), 1).orElseThrow();

    assertThat(forecast)
        .isEqualTo(
            new Forecast(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20)));
  }

  @Test
  void spreadsTheLoadOverTheSlotsAndBoundsTheTail() {
    Forecast forecast = Forecast.of(List.of(4.0, 4.0, 4.0), List.of(1.0), 2).orElseThrow();

    assertThat(forecast.low()).isEqualTo(Duration.ofSeconds(6));
    assertThat(forecast.expected()).isEqualTo(Duration.ofSeconds(6));
    assertThat(forecast.high()).isEqualTo(Duration.ofSeconds(8));
  }

  @Test
  void isNeverShorterThanTheLongestTrial() {
    Forecast forecast = Forecast.of(List.of(100.0, 1.0), List.of(1.0), 50).orElseThrow();

    assertThat(forecast.low()).isEqualTo(Duration.ofSeconds(100));
    assertThat(forecast.high()).isBetween(Duration.ofSeconds(100), Duration.ofSeconds(102));
  }

  @Test
  void rangesOverTheQuartilesOfTheRates() {
    Forecast forecast =
        Forecast.of(List.of(120.0), List.of(5.0, 1.0, 4.0, 2.0, 3.0), 1).orElseThrow();

    assertThat(forecast.low()).isEqualTo(Duration.ofSeconds(30));
    assertThat(forecast.expected()).isEqualTo(Duration.ofSeconds(40));
    assertThat(forecast.high()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void saysNothingWithoutAnythingToGoBy() {
    assertThat(Forecast.of(List.of(), List.of(1.0), 1)).isEmpty();
    assertThat(Forecast.of(List.of(1.0), List.of(), 1)).isEmpty();
    assertThat(Forecast.of(List.of(1.0), List.of(1.0), 0)).isEmpty();
    assertThat(Forecast.of(List.of(1.0), List.of(0.0, Double.NaN), 1)).isEmpty();
  }

  @Test
  void staysFiniteAtACrawl() {
    Forecast forecast =
        Forecast.of(Collections.nCopies(100_000, 1e12), List.of(1e-9), 1).orElseThrow();

    assertThat(forecast.high()).isPositive();
  }
}
