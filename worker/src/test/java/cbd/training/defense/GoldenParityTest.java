package cbd.training.defense;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import cbd.domain.Defense;
import cbd.domain.Phase;
import cbd.training.defense.CleanStep.Opponent;
import cbd.training.defense.CleanStep.Outcome;
import cbd.training.engine.TrainingEngine;
import cbd.training.network.FeatureNetwork;
import cbd.training.network.FeatureNetwork.Mode;
import cbd.training.network.FeatureNetwork.Output;
import cbd.training.network.Networks;
import cbd.training.optimizer.Adam;
import cbd.training.optimizer.NesterovSgd;
import cbd.training.optimizer.Optimizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The production steps follow the authors' PyTorch code, step for step. Takes every .npz of the
 * folder named by CBD_GOLDEN, else those in the test resources.
 *
 * <p>Float32 sums in another order drift apart: the allowed relative deviation grows from 1e-5 at
 * the first step to 1e-3 at the last.
 */
final class GoldenParityTest {
  private static final double FIRST = 1e-5;
  private static final double LAST = 1e-3;

  static List<Path> fixtures() throws IOException, URISyntaxException {
    String folder = System.getenv("CBD_GOLDEN");
    Path from =
        folder != null
            ? Path.of(folder)
            : Path.of(GoldenParityTest.class.getResource("/golden").toURI());
    try (Stream<Path> files = Files.list(from)) {
      return files.filter(file -> file.toString().endsWith(".npz")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void followsTheAuthorsCodeStepForStep(Path file) {
    try (NDManager manager = TrainingEngine.start(1).newManager(Device.cpu());
        ParityFixture fixture = new ParityFixture(manager, file);
        FeatureNetwork backdoored = network(manager, fixture, "init.fb.");
        FeatureNetwork clean = network(manager, fixture, "init.fc.")) {
      Deviations deviations = new Deviations(file.getFileName().toString());
      phaseA(manager, fixture, backdoored, deviations);
      phaseB(manager, fixture, backdoored, clean, deviations);
      deviations.print();
    }
  }

  private static FeatureNetwork network(NDManager manager, ParityFixture fixture, String prefix) {
    FeatureNetwork network =
        Networks.create(
            manager, fixture.meta("depth"), fixture.meta("widen"), fixture.classes(), 0);
    fixture.load(prefix, network);
    return network;
  }
}
