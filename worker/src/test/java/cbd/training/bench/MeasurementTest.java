package cbd.training.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cbd.training.bench.Measurement.Variant;
import cbd.training.bench.Measurement.Work;
import cbd.training.bench.StepTimes.Sample;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

final class MeasurementTest {

  @Test
  void isTheMedianAndTheDecilesOfTheTimes() {
    double[] millis = {50, 10, 20, 30, 40, 100, 60, 70, 80, 90, 0};
    List<Sample> samples =
        DoubleStream.of(millis).mapToObj(wall -> new Sample(wall, 2 * wall)).toList();
    List<Sample> passes = List.of(new Sample(40, 90), new Sample(60, 110));
    List<Sample> first = List.of(new Sample(7, 1), new Sample(9, 1), new Sample(200, 1));
    Measurement measured =
        Measurement.of(Work.PHASE_A, Variant.EAGER, 2, 64, samples, passes, first);
    assertThat(measured.medianMillis()).isEqualTo(50);
    assertThat(measured.p10Millis()).isEqualTo(10);
    assertThat(measured.p90Millis()).isEqualTo(90);
    assertThat(measured.meanMillis()).isEqualTo(50);
    assertThat(measured.cpuMillis()).isEqualTo(100);
    assertThat(measured.firstMillis()).isEqualTo(9);
    assertThat(measured.samples()).isEqualTo(11);
    assertThat(measured.imagesPerSecond()).isCloseTo(1280, within(1e-9));
  }

  @Test
  void interpolatesBetweenNeighbours() {
    double[] sorted = {1, 2, 3, 4};
    assertThat(Measurement.quantile(sorted, 0.5)).isEqualTo(2.5);
    assertThat(Measurement.quantile(sorted, 0)).isEqualTo(1);
    assertThat(Measurement.quantile(sorted, 1)).isEqualTo(4);
    assertThat(Measurement.quantile(new double[] {7}, 0.9)).isEqualTo(7);
  }
}
