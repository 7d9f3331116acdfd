package cbd.training.defense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import cbd.domain.Defense;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.training.defense.DefenseTrainer.Lesson;
import cbd.training.defense.TrainingListener.Observations;
import cbd.training.defense.TrainingListener.TrainedEpoch;
import cbd.training.engine.TrainingEngine;
import cbd.training.network.FeatureNetwork;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EpochLoopTest {
  private final NDManager manager = TrainingEngine.start(1).newManager("cpu");
  private final FeatureNetwork network =
      new TinyNetwork(manager, 1, new float[1], new float[] {1, 1});
  private final List<TrainedEpoch> epochs = new ArrayList<>();
  private final List<StepTime> steps = new ArrayList<>();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void meansTheLossOverImagesWhichTheLastBatchHasFewerOf() {
    loop(10, 4).train(Phase.FINAL, 1, network, null, losses(1, 2, 5));
    assertThat(epochs).hasSize(1);
    assertThat(epochs.get(0).loss()).isEqualTo((4 * 1 + 4 * 2 + 2 * 5) / 10.0);
  }

  @Test
  void aLossThatIsNotFiniteNamesItsPlace() {
    assertThatThrownBy(
            () -> loop(12, 4).train(Phase.FINAL, 1, network, null, losses(1, Float.NaN, 3)))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("the training loss must stay finite, but was NaN")
        .hasMessageContaining("(phase FINAL, epoch 1, step 2)");
    assertThatThrownBy(
            () ->
                loop(4, 4)
                    .train(Phase.FINAL, 1, network, losses(Float.POSITIVE_INFINITY), losses(1)))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("the critic's loss must stay finite, but was Infinity");
    assertThat(epochs).isEmpty();
  }

  @Test
  void aLongEpochIsNotFinishedAfterALossThatIsNotFinite() {
    float[] losses = new float[1000];
    losses[3] = Float.NaN;
    int[] taken = {0};
    Step counted =
        Lessons.step(
            losses(losses),
            batch -> {
              taken[0]++;
              return Outcome.of(batch.images().getManager().create(losses[taken[0] - 1]));
            });
    assertThatThrownBy(() -> loop(1000, 1).train(Phase.FINAL, 1, network, null, counted))
        .hasMessageContaining("step 4");
    assertThat(taken[0]).isLessThanOrEqualTo(4 + 32);
  }

  @Test
  void theSecondsOfAnEpochHoldItsCriticPass() {
    loop(4, 4).train(Phase.FINAL, 2, network, losses(1, 1), losses(1, 1));
    // The clock goes on by a second whenever it is asked: at an epoch's start and end.
    assertThat(epochs).extracting(TrainedEpoch::seconds).containsExactly(1.0, 1.0);
    assertThat(epochs).extracting(TrainedEpoch::images).containsExactly(8L, 8L);
  }

  @Test
  void whatImagesWeighedIsToldByImageWithTheCriticsLossAndThisEpochsGuards() {
    int[] batches = {0};
    Step weighing =
        new Step() {
          @Override
          public void begin(int epoch) {}

          @Override
          public Outcome take(Batches.Batch batch, StepClock clock) {
            NDManager step = batch.images().getManager();
            NDArray weights = step.arange((float) batch.labels().size()).add(10 * batches[0]++);
            NDArray one = step.create(1f);
            return new Outcome(one, weights, null, batches[0] % 2 == 1 ? step.create(3f) : null);
          }

          @Override
          public Guards guards() {
            return new Guards(batches[0], 0);
          }
        };

    loop(10, 4).train(Phase.FINAL, 2, network, null, weighing);
    loop(4, 4).train(Phase.FINAL, 1, network, losses(0.5f), weighing);

    Observations first = epochs.get(0).observations();
    assertThat(first.weights().size()).isEqualTo(10);
    // NoiseBatches gives the last image first.
    assertThat(List.of(0, 1, 4, 9))
        .map(i -> first.weights().image(i) + ":" + first.weights().weight(i))
        .containsExactly("9:0.0", "8:1.0", "5:10.0", "0:21.0");
    assertThat(first.criticLoss()).isEqualTo(3);
    assertThat(first.guards()).isEqualTo(new Guards(3, 0));
    assertThat(epochs.get(1).observations().guards()).isEqualTo(new Guards(3, 0));
    assertThat(epochs.get(1).observations().weights().weight(0)).isEqualTo(30);
    assertThat(epochs.get(2).observations().criticLoss()).as("of its pass").isEqualTo(0.5);
  }

  @Test
  void timesOneStepInAHundredAndNotTheFirst() {
    loop(5, 1).train(Phase.FINAL, 1, network, null, losses(new float[9]));
    assertThat(steps).as("of nine").isEmpty();

    loop(125, 1).train(Phase.FINAL, 2, network, null, losses(new float[250]));

    assertThat(steps).as("steps 10, 110 and 210").hasSize(3);
    assertThat(steps)
        .allSatisfy(
            time -> {
              assertThat(time.data()).isPositive();
              assertThat(time.forward() + time.backward() + time.optimizer()).isPositive();
            });
  }

  @Test
  void withoutWeightsThereIsNothingToObserve() {
    loop(4, 4).train(Phase.FINAL, 1, network, null, losses(1));
    assertThat(epochs.get(0).observations()).isNull();
  }

  private EpochLoop loop(int images, int batchSize) {
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public boolean onStep(Progress progress) {
            return true;
          }

          @Override
          public void onTimedStep(StepTime time) {
            steps.add(time);
          }

          @Override
          public void onEpoch(TrainedEpoch epoch) {
            epochs.add(epoch);
          }
        };
    PrimitiveIterator.OfInt seconds = IntStream.iterate(0, i -> i + 1).iterator();
    Lesson lesson =
        new Lesson(
            manager,
            Lessons.spec(new Defense.None()),
            new NoiseBatches(images, batchSize, 1),
            listener,
            () -> Instant.ofEpochSecond(seconds.nextInt()));
    return new EpochLoop(lesson, 1000);
  }

  /** A step that learns nothing and has these losses. */
  private static Step losses(float... losses) {
    int[] next = {0};
    return new Step() {
      @Override
      public void begin(int epoch) {}

      @Override
      public Outcome take(Batches.Batch batch, StepClock clock) {
        return Outcome.of(batch.images().getManager().create(losses[next[0]++]));
      }
    };
  }
}
