package cbd.training.defense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import cbd.domain.Defense.SpectralNorm;
import cbd.text.Words;
import cbd.training.engine.TrainingEngine;
import cbd.training.network.Layout;
import cbd.training.network.Parameters;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against numbers worked out in double precision with numpy. */
final class SpectralNormalizationTest {
  private static final float[] W = {1, 2, 3, 4, 5, 6};
  private static final float[] V = {.5f, -1, .25f, 2, 0, -.75f};

  private final NDManager manager = TrainingEngine.start(1).newManager("cpu");

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void findsTheLargestSingularValueInFiveIterationsFromOnes() {
    assertThat(sigma(W, 3, 5)).isCloseTo(9.508032, within(1e-6));
    // Not yet the true 2.180437: five iterations are what the authors take.
    assertThat(sigma(V, 3, 5)).isCloseTo(2.180435, within(1e-6));
    assertThat(sigma(new float[] {3, 4}, 1, 5)).isCloseTo(5, within(1e-12));
  }

  @Test
  void dividesByTheRootAsTheAuthorsCodeDoes() {
    float[] ours = normalised(SpectralNorm.SQRT_SIGMA, true, 2, 3, W, 3, 4);
    assertClose(ours, .324306, .648612, .972917, 1.297223, 1.621529, 1.945835, 1.341641, 1.788854);
    assertClose(
        normalised(SpectralNorm.SQRT_SIGMA, true, 2, 3, V, .06f, -.08f),
        .338609,
        -.677218,
        .169304,
        1.354436,
        0,
        -.507913,
        .189737,
        -.252982);
  }

  @Test
  void dividesByTheSingularValueAsThePaperDoes() {
    float[] ours = normalised(SpectralNorm.SIGMA, false, 2, 3, W, 3, 4);
    assertClose(ours, .105174, .210348, .315523, .420697, .525871, .631045, 3, 4);
  }

  @Test
  void repeatingTheRootDrivesTheSingularValueToOne() {
    try (Parameters parameters = parameters(2, 3, W, 0, 0)) {
      SpectralNormalization rule = rule("'spectralNorm': 'sqrt-sigma'");
      for (double sigma : new double[] {3.0835, 1.7560, 1.3251, 1.1511, 1.0729}) {
        apply(rule, parameters);
        float[] weight = parameters.byName().get("weight").toFloatArray();
        assertThat(sigma(weight, 3, 5)).isCloseTo(sigma, within(1e-4));
      }
    }
  }

  @Test
  void leavesAParameterWithAVanishingNormAndCountsIt() {
    try (Parameters parameters = parameters(2, 2, new float[] {1, -1, 0, 0}, 0, 0)) {
      SpectralNormalization rule = rule("'normalizeBiases': true");
      apply(rule, parameters);
      // The start vector of ones is in the null space of the one, and the other is zero.
      assertThat(parameters.flat().toFloatArray()).containsExactly(1, -1, 0, 0, 0, 0);
      assertThat(rule.guarded()).isEqualTo(2);
    }
  }

  @Test
  void dividesNothingBelowOneWhenAskedNotTo() {
    float[] ours = normalised(SpectralNorm.SIGMA_IF_ABOVE_ONE, true, 2, 3, W, .3f, .4f);
    assertClose(ours, .105174, .210348, .315523, .420697, .525871, .631045, .3, .4);
  }

  @Test
  void takesAsManyIterationsAsItIsTold() {
    double[] found = {2.031010, 2.170829, 2.179898, 2.180407, 2.180435};
    for (int i = 1; i <= 5; i++) {
      assertThat(sigma(V, 3, i)).isCloseTo(found[i - 1], within(1e-6));
      SpectralNormalization rule = rule("'powerIterations': " + i);
      try (Parameters parameters = parameters(2, 3, V, 0, 0)) {
        apply(rule, parameters);
        assertThat((double) parameters.flat().toFloatArray()[0])
            .isCloseTo(V[0] / found[i - 1], within(1e-6));
      }
    }
  }

  @Test
  void goesOnFromTheLastStepWhenToldTo() {
    double[] u = SpectralNormalization.ones(3);
    SpectralNormalization.largestSingularValue(V, u, 1);
    assertThat(SpectralNormalization.largestSingularValue(V, u, 1))
        .isEqualTo(sigma(V, 3, 2))
        .isNotEqualTo(sigma(V, 3, 1));
    float[] cold = twice("'powerIterations': 1");
    float[] warm = twice("'powerIterations': 1, 'warmStart': true");
    assertThat(warm[0]).isNotEqualTo(cold[0]);
  }

  @Test
  void startsAfreshAfterAVanishingNorm() {
    SpectralNormalization rule = rule("'warmStart': true");
    try (Parameters zero = parameters(2, 3, new float[6], 0, 0);
        Parameters parameters = parameters(2, 3, W, 0, 0)) {
      apply(rule, zero);
      apply(rule, parameters);
      assertThat(rule.guarded()).isEqualTo(1);
      assertThat((double) parameters.flat().toFloatArray()[0]).isCloseTo(.105174, within(2e-6));
    }
  }

  private float[] twice(String settings) {
    SpectralNormalization rule = rule(settings);
    try (Parameters parameters = parameters(2, 3, V, 0, 0)) {
      apply(rule, parameters);
      apply(rule, parameters);
      return parameters.flat().toFloatArray();
    }
  }

  private static double sigma(float[] values, int columns, int iterations) {
    return SpectralNormalization.largestSingularValue(
        values, SpectralNormalization.ones(columns), iterations);
  }

  private static SpectralNormalization rule(String settings) {
    return new SpectralNormalization(Lessons.critic("{" + settings + "}"));
  }

  @Test
  void canBeSwitchedOff() {
    assertThat(normalised(SpectralNorm.OFF, true, 2, 3, W, 3, 4))
        .containsExactly(1, 2, 3, 4, 5, 6, 3, 4);
  }

  private float[] normalised(
      SpectralNorm mode, boolean biases, int rows, int columns, float[] w, float... bias) {
    try (Parameters parameters = parameters(rows, columns, w, bias)) {
      apply(
          rule("'spectralNorm': '%s', 'normalizeBiases': %s".formatted(Words.of(mode), biases)),
          parameters);
      return parameters.flat().toFloatArray();
    }
  }

  private void apply(SpectralNormalization rule, Parameters parameters) {
    try (NDManager step = manager.newSubManager()) {
      rule.apply(parameters, step);
    }
  }

  private Parameters parameters(int rows, int columns, float[] w, float... bias) {
    Layout layout = new Layout();
    layout.add("weight", TinyNetwork.given(w), rows, columns);
    layout.add("bias", TinyNetwork.given(bias), rows);
    return layout.draw(manager, new SplittableRandom(0));
  }

  private static void assertClose(float[] ours, double... expected) {
    assertThat(ours).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) ours[i]).isCloseTo(expected[i], within(2e-6));
    }
  }
}
