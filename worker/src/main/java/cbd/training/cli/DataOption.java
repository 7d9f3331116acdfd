package cbd.training.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the data folder, for every command that reads data sets. */
public final class DataOption {
  /** Where {@code cbd data fetch} puts data sets when nothing names another folder. */
  static final Path USUAL = Path.of("data");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:CBD_DATA:-}",
      description =
          "Folder with data sets that are read from files. Default: $CBD_DATA, else ./data if it"
              + " is there, else none.")
  private String named = "";

  /** The folder; empty: none. */
  public String folder() {
    if (!named.isEmpty()) {
      return named;
    }
    return Files.isDirectory(USUAL) ? USUAL.toString() : "";
  }
}
