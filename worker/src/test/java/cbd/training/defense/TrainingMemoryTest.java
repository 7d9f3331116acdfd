package cbd.training.defense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import cbd.domain.Augmentation;
import cbd.domain.Defense;
import cbd.domain.Defense.Shuffle;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.domain.Seeds;
import cbd.domain.TrialSpec;
import cbd.training.augment.ImageBatches;
import cbd.training.checkpoint.Savable;
import cbd.training.data.ImageSet;
import cbd.training.defense.DependenceEstimate.Chance;
import cbd.training.engine.TrainingEngine;
import cbd.training.network.FeatureNetwork;
import cbd.training.network.FeatureNetwork.Mode;
import cbd.training.network.LayeredNetwork;
import cbd.training.network.Networks;
import cbd.training.optimizer.Adam;
import cbd.training.optimizer.NesterovSgd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Training for long takes no more memory than training for a little while. */
final class TrainingMemoryTest {
  private static final Logger log = LoggerFactory.getLogger(TrainingMemoryTest.class);
  private static final Path STATUS = Path.of("/proc/self/status");

  /**
   * The Java heap may still be growing, hence not zero. A pass that frees nothing before its end
   * would keep more than a gigabyte.
   */
  private static final long ALLOWED_KILOBYTES = 48 * 1024;

  /** Steps between two readings of the resident memory. */
  private static final int READING = 100;

  /** Losses that a pass keeps until it reads them. */
  private static final int ALLOWED_ARRAYS = 32;

  private final NDManager manager = TrainingEngine.start(1).newManager("cpu");

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void twoThousandStepsDoNotGrowTheResidentMemory() {
    assumeThat(STATUS).exists();
    Batches batches = new NoiseBatches(2500 / 2 * 4, 4, 8);
    Growth growth = train(500, 2500, batches, new EagerSteps(batches), step -> {});
    assertStaysFlat(growth);
  }

  @Test
  void twoThousandScriptedStepsDoNotGrowTheResidentMemory() {
    assumeThat(STATUS).exists();
    TrialSpec spec = Lessons.spec(new Defense.None());
    int n = 2500 / 2 * 4;
    byte[] pixels = new byte[n * 3 * 8 * 8];
    new SplittableRandom(4).nextBytes(pixels);
    ImageSet images = new ImageSet(10, 8, 8, pixels, new int[n]);
    Batches batches =
        new ImageBatches(images, new Augmentation.Standard(1, true, 2), 4, new Seeds(spec));
    DeviceBatches onDevice = batches.onDevice(manager).orElseThrow();
    try (Steps steps = new ScriptedSteps(manager, onDevice, spec.training())) {
      assertStaysFlat(train(500, 2500, batches, steps, step -> {}));
    }
  }

  private static void assertStaysFlat(Growth growth) {
    log.info(
        "Growth over 2,000 steps. kilobytes={} arrays={}", growth.kilobytes(), growth.arrays());
    assertThat(growth.kilobytes()).isLessThan(ALLOWED_KILOBYTES);
    assertThat(growth.arrays()).isLessThanOrEqualTo(ALLOWED_ARRAYS);
  }

  /**
   * The test above can fail: it sees an array of a megabyte forgotten in each step. Smaller ones
   * may fit into what earlier tests have given back to malloc.
   */
  @Test
  void aForgottenArrayPerStepWouldShow() {
    assumeThat(STATUS).exists();
    Batches batches = new NoiseBatches(500 / 2 * 4, 4, 8);
    Growth growth =
        train(
            100, 500, batches, new EagerSteps(batches), step -> manager.ones(new Shape(512, 512)));
    assertThat(growth.kilobytes()).isGreaterThan(ALLOWED_KILOBYTES);
    assertThat(growth.arrays()).isGreaterThan(ALLOWED_ARRAYS);
  }

  /**
   * What more there was in the later half of the steps than in the earlier. The least of each is
   * taken: the JVM's compilers need 50 MB now and then, for a moment.
   */
  private static final class Growth {
    private final List<Long> before = new ArrayList<>();
    private final List<Long> after = new ArrayList<>();
    private int arraysBefore;
    private int arraysAfter;

    void read(boolean early, long kilobytes, int arrays) {
      (early ? before : after).add(kilobytes);
      if (early) {
        arraysBefore = arrays;
      } else {
        arraysAfter = arrays;
      }
    }

    /** From the first readings to the last as many. */
    long kilobytes() {
      List<Long> last = after.subList(after.size() - before.size(), after.size());
      return Collections.min(last) - Collections.min(before);
    }

    int arrays() {
      return arraysAfter - arraysBefore;
    }
  }

  /** Phase B with its critic, all kinds of step there are, on small images. */
  private Growth train(int from, int to, Batches batches, Steps steps, IntConsumer afterStep) {
    int[] step = {0};
    Growth growth = new Growth();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public boolean onStep(Progress progress) {
            afterStep.accept(++step[0]);
            if (step[0] % READING == 0) {
              growth.read(step[0] <= from, residentKilobytes(), manager.getManagedArrays().size());
            }
            return true;
          }

          @Override
          public void onEpoch(TrainedEpoch epoch) {}
        };
    Defense.Cbd cbd = Lessons.cbd("{}");
    // One long epoch, so that what is only freed at a pass's end shows as well.
    try (LayeredNetwork backdoored = Networks.wideResNet(manager, 10, 1, 10, 1);
        LayeredNetwork clean = Networks.wideResNet(manager, 10, 1, 10, 2);
        Critic critic = new Critic(manager, 64, new SplittableRandom(3));
        Adam adam = new Adam(manager, critic.parameters().flat(), 0.2);
        NesterovSgd sgd = new NesterovSgd(manager, clean.parameters().flat(), 0.01, 0.9, 1e-4);
        SampleWeights weights = new SampleWeights(manager, cbd)) {
      Chance chance = new Chance(new Dropout(0.2, 1), new Pairing(Shuffle.ROLL, 1));
      Walker criticPass =
          steps.critic(backdoored, clean, critic, adam, cbd.critic(), chance, Mode.OBSERVE);
      CleanStep.Opponent opponent = new CleanStep.Opponent(critic, chance, 0.01, null);
      Walker main = steps.clean(backdoored, clean, sgd, epoch -> 0.01, weights, cbd, opponent);
      new EpochLoop(Lessons.of(manager, Lessons.spec(new Defense.None()), batches, listener), to)
          .train(Phase.FINAL, 1, clean, criticPass, main, Savable.NOTHING);
    }
    return growth;
  }

  /** By construction: an array that strays from its step onto a long-lived manager is refused. */
  @Test
  void aResultThatStraysOntoALongLivedManagerThrows() {
    try (FeatureNetwork network = Networks.wideResNet(manager, 10, 1, 10, 1);
        Critic critic = new Critic(manager, 64, new SplittableRandom(3))) {
      NDArray parameter = critic.parameters().flat();
      NDArray statistic = network.buffers().values().iterator().next();
      assertThatThrownBy(() -> parameter.mul(2)).hasMessageContaining("capped");
      assertThatThrownBy(() -> statistic.duplicate()).hasMessageContaining("capped");
    }
  }

  private static long residentKilobytes() {
    System.gc();
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
