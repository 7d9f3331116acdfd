package cbd.training.defense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import cbd.domain.Defense;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.training.engine.TrainingEngine;
import cbd.training.network.FeatureNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every defense's trainer keeps to. */
final class DefenseTrainersTest {
  private static final Batches BATCHES = new NoiseBatches(20, 8, 8);

  private final NDManager manager = TrainingEngine.start(1).newManager("cpu");

  @AfterEach
  void close() {
    manager.close();
  }

  static List<Defense> defenses() {
    return List.of(
        new Defense.None(),
        Lessons.cbd("{'t1': 1, 'backdooredLearningRate': 0.05, 'disentangle': false}"),
        Lessons.cbd("{'t1': 1, 'backdooredLearningRate': 0.05}"));
  }

  @Test
  void thereIsATrainerForEveryDefense() {
    assertThat(defenses().stream().map(Object::getClass).distinct().toList())
        .containsExactlyInAnyOrder(Defense.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("defenses")
  void theSameLessonEndsInTheSameNetworkBitForBit(Defense defense) {
    Heard first = new Heard(Integer.MAX_VALUE);
    Heard second = new Heard(Integer.MAX_VALUE);
    assertThat(bits(defense, first)).isEqualTo(bits(defense, second));
    assertThat(first.losses).isEqualTo(second.losses).doesNotContain(0.0).isNotEmpty();
  }

  private int[] bits(Defense defense, TrainingListener listener) {
    try (FeatureNetwork network = train(defense, listener)) {
      float[] values = network.parameters().flat().toFloatArray();
      for (NDArray buffer : network.buffers().values()) {
        int end = values.length;
        float[] more = buffer.toFloatArray();
        values = Arrays.copyOf(values, end + more.length);
        System.arraycopy(more, 0, values, end, more.length);
      }
      int[] bits = new int[values.length];
      for (int i = 0; i < bits.length; i++) {
        bits[i] = Float.floatToRawIntBits(values[i]);
      }
      return bits;
    }
  }

  @ParameterizedTest
  @MethodSource("defenses")
  void everyStepAndEpochIsTold(Defense defense) {
    Heard heard = new Heard(Integer.MAX_VALUE);
    train(defense, heard).close();
    boolean cbd = defense instanceof Defense.Cbd;
    int passes = defense instanceof Defense.Cbd c && c.disentangle() ? 2 : 1;
    assertThat(heard.steps).hasSize(3 * ((cbd ? 1 : 0) + 2 * passes));
    Progress last = heard.steps.get(heard.steps.size() - 1);
    assertThat(last).isEqualTo(new Progress(Phase.FINAL, 2, 2, 3 * passes, 3 * passes, 1));
    assertThat(heard.steps).isSortedAccordingTo((a, b) -> Double.compare(a.done(), b.done()));
    assertThat(heard.epochs)
        .isEqualTo(
            cbd
                ? List.of("BACKDOORED 1 20", "FINAL 1 " + 20 * passes, "FINAL 2 " + 20 * passes)
                : List.of("FINAL 1 20", "FINAL 2 20"));
  }

  @ParameterizedTest
  @MethodSource("defenses")
  void stopsWithinOneBatchWhenAskedInAnyPass(Defense defense) {
    Heard all = new Heard(Integer.MAX_VALUE);
    train(defense, all).close();
    int arraysBefore = manager.getManagedArrays().size();
    for (int steps = 1; steps <= all.steps.size(); steps += 2) {
      Heard heard = new Heard(steps);
      assertThatThrownBy(() -> train(defense, heard)).isInstanceOf(TrainingStopped.class);
      assertThat(heard.steps).hasSize(steps);
    }
    assertThat(manager.getManagedArrays()).hasSize(arraysBefore);
  }

  @ParameterizedTest
  @MethodSource("defenses")
  void leavesNothingBehindButTheNetwork(Defense defense) {
    int arraysBefore = manager.getManagedArrays().size();
    try (FeatureNetwork network = train(defense, Lessons.NOBODY)) {
      // Parameters: their flat array, the leaf, a view of each; and the running statistics.
      int own = 2 + network.parameters().byName().size() + network.buffers().size();
      // A matrix's view is made by way of a flat one.
      assertThat(manager.getManagedArrays().size() - arraysBefore).isLessThanOrEqualTo(2 * own);
    }
    assertThat(manager.getManagedArrays()).hasSize(arraysBefore);
  }

  private FeatureNetwork train(Defense defense, TrainingListener listener) {
    return DefenseTrainers.of(defense)
        .train(Lessons.of(manager, Lessons.spec(defense), BATCHES, listener));
  }

  /** Remembers what it heard, and asks to stop after so many steps. */
  private static final class Heard implements TrainingListener {
    private final int limit;
    private final List<Progress> steps = new ArrayList<>();
    private final List<String> epochs = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();

    Heard(int limit) {
      this.limit = limit;
    }

    @Override
    public boolean onStep(Progress progress) {
      steps.add(progress);
      return steps.size() < limit;
    }

    @Override
    public void onEpoch(TrainedEpoch epoch) {
      epochs.add(epoch.phase() + " " + epoch.epoch() + " " + epoch.images());
      losses.add(epoch.loss());
    }
  }
}
