package cbd.training.defense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import cbd.training.engine.TrainingEngine;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SampleWeightsTest {
  private final NDManager manager = TrainingEngine.start(1).newManager("cpu");
  private final SampleWeights weights = new SampleWeights(manager, Lessons.cbd("{}"));

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void weighWhatTheBackdooredModelFindsHard() {
    NDArray weight =
        weights.of(
            manager.create(new double[] {.01, 2, 1, .5}),
            manager.create(new double[] {1.5, .3, 1, .1}));
    assertThat(weight.toDoubleArray())
        .containsExactly(new double[] {.011989, 1.574215, .905174, 1.508623}, within(1e-6));
    assertThat(weights.guarded()).isZero();
  }

  @Test
  void giveTheWeightedLossOfTheAuthors() {
    NDArray logitsB = manager.create(new float[][] {{4, 0, 0}, {0, 1, 0}, {.5f, .2f, -.1f}});
    NDArray logitsC = manager.create(new float[][] {{1, .5f, 0}, {0, 2, 1}, {0, 0, 0}});
    NDArray labels = manager.create(new long[] {0, 1, 2});
    NDArray lossB = CrossEntropy.perImage(logitsB, labels);
    NDArray lossC = CrossEntropy.perImage(logitsC, labels);
    assertThat(lossB.toFloatArray())
        .containsExactly(new float[] {.035976f, .551445f, 1.428390f}, within(1e-6f));
    assertThat(lossC.toFloatArray())
        .containsExactly(new float[] {.680270f, .407606f, 1.098612f}, within(1e-6f));
    NDArray weight = weights.of(lossB, lossC);
    assertThat(weight.toFloatArray())
        .containsExactly(new float[] {.126578f, 1.448983f, 1.424439f}, within(1e-6f));
    assertThat(weight.mul(lossC).mean().toFloatArray()[0]).isCloseTo(.747209f, within(1e-6f));
  }

  @Test
  void mayStayAsTheyAre() {
    NDArray weight = of("{'normalizeWeights': false}");
    assertThat(weight.toDoubleArray())
        .containsExactly(new double[] {.006623, .869565, .5, .833333}, within(1e-6));
  }

  @Test
  void mayBeRaisedToAPower() {
    double[] squares = {.006623 * .006623, .869565 * .869565, .25, .833333 * .833333};
    assertThat(of("{'weightGamma': 2, 'normalizeWeights': false}").toDoubleArray())
        .containsExactly(squares, within(2e-6));
    double sum = DoubleStream.of(squares).sum();
    assertThat(of("{'weightGamma': 2}").toDoubleArray())
        .containsExactly(DoubleStream.of(squares).map(w -> 4 * w / sum).toArray(), within(1e-5));
  }

  @Test
  void areAllTheSameInTheAblation() {
    assertThat(of("{'weights': 'uniform'}").toDoubleArray()).containsExactly(1, 1, 1, 1);
  }

  private NDArray of(String settings) {
    try (SampleWeights own = new SampleWeights(manager, Lessons.cbd(settings))) {
      return own.of(
          manager.create(new double[] {.01, 2, 1, .5}),
          manager.create(new double[] {1.5, .3, 1, .1}));
    }
  }

  @Test
  void areOneWhereTheAuthorsCodeDividesZeroByZero() {
    NDArray nothing = manager.zeros(new Shape(3));
    assertThat(weights.of(nothing, nothing.duplicate()).toFloatArray()).containsOnly(1);
    NDArray tiny = manager.create(new float[] {1e-22f, 0, 1e-22f});
    assertThat(weights.of(tiny, manager.ones(tiny.getShape())).toFloatArray()).containsOnly(1);
    assertThat(weights.guarded()).isEqualTo(2);
  }

  @Test
  void belongToTheStep() {
    try (NDManager step = manager.newSubManager()) {
      NDArray loss = step.create(new float[] {1, 2});
      assertThat(weights.of(loss, loss).getManager()).isSameAs(step);
    }
  }
}
