package cbd.training.cli;

import cbd.training.engine.Libtorch;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names a PyTorch to train with, for every command that trains. */
public final class LibtorchOption {
  @Option(
      names = "--libtorch",
      paramLabel = "DIR",
      defaultValue = "${env:CBD_LIBTORCH:-}",
      description =
          "A PyTorch on this machine to train with in place of cbd's own libtorch, such as one for"
              + " CUDA: Python's site-packages/torch, or an unpacked libtorch; see docs/gpu.md."
              + " Default: $CBD_LIBTORCH.")
  private String folder = "";

  /**
   * The folder of its libraries, looked at; empty when none was named.
   *
   * @throws IllegalArgumentException when no libtorch that fits is there
   */
  public String lib() {
    return folder.isEmpty() ? "" : Libtorch.at(Path.of(folder)).lib().toString();
  }
}
