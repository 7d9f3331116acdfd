package cbd.training.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import cbd.training.engine.Libtorch;
import cbd.training.engine.TrainingEngine;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code cbd doctor} asks for this in a process of its own, for what it finds out may be a crash:
 * loads libtorch and multiplies two matrices.
 */
@Command(name = "probe", hidden = true)
public final class ProbeCommand implements Callable<Integer> {
  private static final int SIDE = 64;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--device", defaultValue = "cpu")
  private String device = "cpu";

  @Mixin private LibtorchOption libtorch = new LibtorchOption();

  @Override
  public Integer call() {
    CommandLine command = spec == null ? null : spec.commandLine();
    if (command == null) {
      throw new IllegalStateException("picocli sets it before it calls the command");
    }
    System.setProperty(Libtorch.PROPERTY, libtorch.lib());
    TrainingEngine engine = TrainingEngine.start(1);
    try (NDManager manager = engine.newManager(device)) {
      NDArray ones = manager.ones(new Shape(SIDE, SIDE));
      float sum = ones.dot(ones).sum().getFloat();
      if (sum != (float) SIDE * SIDE * SIDE) {
        throw new IllegalStateException("ones times ones gave a sum of " + sum);
      }
    }
    command.getOut().println("libtorch " + engine.version());
    command.getOut().flush();
    return 0;
  }
}
