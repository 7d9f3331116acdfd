package cbd.training.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cbd.domain.Diagnostics;
import cbd.domain.Spread;
import org.junit.jupiter.api.Test;

class WeightSplitTest {

  @Test
  void quantilesAreInterpolatedAsNumpyDoesIt() {
    // numpy.quantile([4, 1, 2, 8], [.1, .5, .9]) = [1.3, 3.0, 6.8]
    Spread spread = WeightSplit.spread(new double[] {4, 1, 2, 8});
    assertThat(spread.mean()).isEqualTo(3.75);
    assertThat(spread.p10()).isCloseTo(1.3, within(1e-12));
    assertThat(spread.p50()).isCloseTo(3, within(1e-12));
    assertThat(spread.p90()).isCloseTo(6.8, within(1e-12));
    assertThat(WeightSplit.spread(new double[] {2})).isEqualTo(new Spread(2, 2, 2, 2));
  }

  @Test
  void ofNothingIsNothing() {
    double none = Double.NaN;
    assertThat(WeightSplit.spread(new double[0])).isEqualTo(new Spread(none, none, none, none));
    assertThat(WeightSplit.of(null, image -> true)).isEqualTo(new Diagnostics.None());
  }
}
