package cbd.coordinator.stopping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cbd.domain.Architecture;
import cbd.domain.Attack;
import cbd.domain.Dataset;
import cbd.domain.Defense;
import cbd.domain.LabelMapping;
import cbd.domain.Stopping;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Both rules against tables that were worked out by hand; scores are of trials of 10 epochs. */
class ContestTest {
  private static final Stopping.Median MEDIAN = new Stopping.Median(0.2, 2, 3);
  private static final Stopping.Asha ASHA = new Stopping.Asha(0.2, 1, 3);

  /**
   *
   *
   * <pre>
   *            CA after epoch 1, 2, 3    running averages
   * first      0.5  0.6  0.7             0.5  0.55  0.6
   * second     0.4  0.5  0.6             0.4  0.45  0.5
   * third      0.3  0.4  0.5             0.3  0.35  0.4
   * median of the averages               0.4  0.45  0.5
   * </pre>
   */
  private static Contest medianTable() {
    Contest contest = contest(MEDIAN, 0.1);
    for (double first : List.of(0.5, 0.4, 0.3)) {
      Curve curve = new Curve();
      for (int epoch = 1; epoch <= 3; epoch++) {
        curve.add(epoch, first + 0.1 * (epoch - 1), 0.1);
        contest.add(curve, epoch);
      }
    }
    return contest;
  }

  @Test
  void stopsWhoseBestIsBelowTheMedianOfTheOthersRunningAverages() {
    Contest contest = medianTable();

    assertThat(contest.judge(curve(0.1, 0.449), 2))
        .hasValueSatisfying(
            reason ->
                assertThat(reason)
                    .isEqualTo(
                        "its best score in 2 epochs, 0.4490, is below 0.4500, the median of the running"
                            + " averages of 3 other trials"));
    assertThat(contest.judge(curve(0.1, 0.451), 2)).isEmpty();
    assertThat(contest.judge(curve(0.46, 0.1), 2)).as("its best is what counts").isEmpty();
    assertThat(contest.judge(curve(0.46, 0.1, 0.499), 3)).isPresent();
    assertThat(contest.judge(curve(0.46, 0.1, 0.501), 3)).isEmpty();
  }

  @Test
  void givesAPeriodOfGrace() {
    assertThat(medianTable().judge(curve(0.01), 1)).isEmpty();
  }

  @Test
  void waitsForEnoughOthers() {
    Contest contest = contest(MEDIAN, 0.1);
    for (double ca : List.of(0.9, 0.8)) {
      contest.add(curve(ca, ca), 2);
      assertThat(contest.judge(curve(0.1, 0.1), 2)).isEmpty();
    }
    contest.add(curve(0.7, 0.7), 2);

    assertThat(contest.judge(curve(0.1, 0.1), 2)).isPresent();
  }

  @Test
  void takesTheMeanOfTheTwoInTheMiddle() {
    Contest contest = contest(MEDIAN, 0.1);
    DoubleStream.of(0.2, 0.4, 0.6, 0.9).forEach(ca -> contest.add(curve(ca, ca), 2));

    assertThat(contest.judge(curve(0.499, 0.499), 2)).isPresent();
    assertThat(contest.judge(curve(0.501, 0.501), 2)).isEmpty();
  }

  @Test
  void letsTheBestThirdOfARungGoOn() {
    Contest contest = contest(ASHA, 0.1);
    // Arrivals at the first rung with how many may go on then: 0, 0, 1, 1, 1, 2, 2, 2, 3.
    double[] arrivals = {0.50, 0.40, 0.30, 0.60, 0.55, 0.55, 0.54, 0.70, 0.58};
    boolean[] goOn = {true, true, false, true, false, true, false, true, true};
    for (int i = 0; i < arrivals.length; i++) {
      Curve curve = curve(arrivals[i]);
      assertThat(contest.judge(curve, 1).isEmpty()).as("arrival %s", i).isEqualTo(goOn[i]);
      contest.add(curve, 1);
    }
    assertThat(contest.judge(curve(0.1), 1))
        .hasValue(
            "its score after 1 epochs, 0.1000, is not among the best 3 of the 10 trials that came so"
                + " far (one in 3 goes on)");
  }

  @Test
  void judgesAtTheRungsAlone() {
    Contest contest = contest(ASHA, 0.1);
    Curve good = new Curve();
    Curve bad = new Curve();
    StringBuilder stopped = new StringBuilder();
    for (int epoch = 1; epoch <= 10; epoch++) {
      good.add(epoch, 0.9, 0.1);
      bad.add(epoch, 0.1, 0.1);
      contest.add(good, epoch);
      contest.add(good, epoch);
      stopped.append(contest.judge(bad, epoch).isPresent() ? "x" : ".");
    }
    assertThat(stopped).hasToString("x.x.....x.");
  }

  @Test
  void stopsNobodyAfterTheLastEpoch() {
    Contest contest = contest(new Stopping.Median(0.2, 1, 2), 0.1);
    Curve bad = new Curve();
    for (int epoch = 1; epoch <= 10; epoch++) {
      Curve good = curve(DoubleStream.generate(() -> 0.9).limit(epoch).toArray());
      contest.add(good, epoch);
      contest.add(good, epoch);
      bad.add(epoch, 0.1, 0.1);
      assertThat(contest.judge(bad, epoch).isPresent()).isEqualTo(epoch < 10);
    }
  }

  @Test
  void putsWhatObeysTheBoundBeforeWhatDoesNotAndLowerRatesBeforeHigherOnes() {
    double[] ordered = {
      score(0.9, 0.0),
      score(0.5, 0.19),
      score(0.01, 0.1),
      score(0.9, 0.21),
      score(0.95, 0.5),
      score(0.99, 1.0)
    };
    for (int i = 1; i < ordered.length; i++) {
      assertThat(ordered[i - 1]).isGreaterThan(ordered[i]);
    }
    assertThat(score(0.9, 0.2)).as("at the bound is not below it").isZero();
  }

  @Test
  void asksForNoBoundWithoutPoisonedImages() {
    Contest clean = contest(ASHA, 0.0);
    Contest attacked = contest(ASHA, 0.1);
    for (Contest contest : List.of(clean, attacked)) {
      contest.add(curve(0.5), 1);
      contest.add(curve(0.5), 1);
    }
    Curve curve = new Curve();
    curve.add(1, 0.9, 1.0);

    assertThat(clean.judge(curve, 1)).isEmpty();
    assertThat(attacked.judge(curve, 1)).isPresent();
  }

  @Test
  void ranksAsSortingDoes() {
    Random random = new Random(5);
    Ranking ranking = new Ranking();
    List<Double> all = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      double value = random.nextInt(100) / 100.0;
      ranking.add(value);
      all.add(value);
      double probe = random.nextInt(100) / 100.0;
      assertThat(ranking.above(probe)).isEqualTo((int) all.stream().filter(v -> v > probe).count());
      List<Double> sorted = all.stream().sorted().toList();
      double median = (sorted.get(i / 2) + sorted.get((i + 1) / 2)) / 2;
      assertThat(ranking.median()).isEqualTo(median);
    }
  }

  @Test
  void keepsTheFirstOfTwoMeasurements() {
    Curve curve = curve(0.1, 0.2);

    assertThat(curve.add(2, 0.9, 0.9)).isFalse();
    assertThat(curve.add(5, 0.7, 0.1)).isTrue();
    assertThat(curve.epochs()).containsExactly(1, 2, 5);
    assertThat(curve.best(4, 1)).isEqualTo(0.2);
    assertThat(curve.mean(5, 1)).isCloseTo(1.0 / 3, within(1e-12));
  }

  private static double score(double ca, double asr) {
    Curve curve = new Curve();
    curve.add(1, ca, asr);
    return curve.score(1, 0.2);
  }

  private static Curve curve(double... accuracies) {
    Curve curve = new Curve();
    for (int i = 0; i < accuracies.length; i++) {
      curve.add(i + 1, accuracies[i], 0.1);
    }
    return curve;
  }

  private static Contest contest(Stopping rule, double poisonRate) {
    Attack attack = new Attack.BadNets(poisonRate, new LabelMapping.AllToOne(0));
    return new Contest(
        rule,
        new Problem(
            Dataset.SHAPES, 1000, 200, Architecture.WRN_16_1, attack, 10, Defense.Cbd.class));
  }
}
