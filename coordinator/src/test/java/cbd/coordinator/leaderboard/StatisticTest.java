package cbd.coordinator.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticTest {

  /** By hand: squared deviations 4, 0, 4 → sd = √(8/2) = 2 points; 4.30265 · 2 / √3 = 4.96827. */
  @Test
  void describesThreeSeeds() {
    Statistic statistic = Statistic.of(List.of(0.50, 0.52, 0.54));
    assertThat(statistic.n()).isEqualTo(3);
    assertThat(statistic.mean()).isCloseTo(0.52, within(1e-12));
    assertThat(statistic.sd()).isCloseTo(0.02, within(1e-12));
    assertThat(statistic.ci95()).isCloseTo(0.0496827, within(1e-7));
  }

  /** By hand: sd of 1 and 3 is √2; 12.7062 · √2 / √2. */
  @Test
  void describesTwoSeeds() {
    assertThat(Statistic.of(List.of(0.1, 0.3)).ci95()).isCloseTo(0.127062 * 10, within(1e-9));
  }

  @Test
  void hasNoSpreadOfOneSeedAndNothingOfNone() {
    assertThat(Statistic.of(List.of(0.7))).isEqualTo(new Statistic(1, 0.7, null, null));
    assertThat(Statistic.of(List.of())).isEqualTo(new Statistic(0, null, null, null));
  }

  /** Printed tables: t(0.975) with 1, 4, 10, 30, 40, 60 and 120 degrees of freedom. */
  @Test
  void knowsStudentsT() {
    assertThat(StudentT.quantile975(1)).isCloseTo(12.706, within(5e-4));
    assertThat(StudentT.quantile975(4)).isCloseTo(2.776, within(5e-4));
    assertThat(StudentT.quantile975(10)).isCloseTo(2.228, within(5e-4));
    assertThat(StudentT.quantile975(30)).isCloseTo(2.042, within(5e-4));
    assertThat(StudentT.quantile975(40)).isCloseTo(2.021, within(5e-4));
    assertThat(StudentT.quantile975(60)).isCloseTo(2.000, within(5e-4));
    assertThat(StudentT.quantile975(120)).isCloseTo(1.980, within(5e-4));
    assertThatThrownBy(() -> StudentT.quantile975(0))
        .hasMessage("freedom must be at least 1, but was 0");
  }

  @Test
  void studentsTFallsTowardsTheNormalDistribution() {
    for (int freedom = 2; freedom < 300; freedom++) {
      assertThat(StudentT.quantile975(freedom))
          .isLessThan(StudentT.quantile975(freedom - 1))
          .isGreaterThan(1.95996);
    }
  }
}
