package cbd.training.cli;

import cbd.training.fetch.ByteListener;
import cbd.training.fetch.Cifar10Archive;
import cbd.training.fetch.DownloadException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cbd data}: data sets on this machine. */
@Command(
    name = "data",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Gets data sets onto this machine.")
public final class DataCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills it before run()
  public DataCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: cbd data fetch cifar10");
  }

  @Command(
      name = "fetch",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Downloads a data set (cifar10: 162 MiB) and unpacks it.",
        "A download that was cut off goes on where it stopped when the command is run again."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:the data set is there",
        "1:it could not be had; the message says why",
        "2:an option is invalid"
      })
  int fetch(
      @Parameters(paramLabel = "cifar10", description = "The data set: ${COMPLETION-CANDIDATES}.")
          Fetchable dataset,
      @Option(
              names = "--data",
              paramLabel = "DIR",
              defaultValue = "${env:CBD_DATA}",
              description = "Folder to put it into (default: $CBD_DATA, else ./data).")
          Path data,
      @Option(
              names = "--from",
              paramLabel = "URL",
              description = "Another address of the same archive, such as a mirror's.")
          URI from) {
    PrintWriter err = spec.commandLine().getErr();
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(20))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    Cifar10Archive archive =
        new Cifar10Archive(
            client, from == null ? Cifar10Archive.OFFICIAL : from, Cifar10Archive.OFFICIAL_MD5);
    try {
      Path folder = archive.fetch(data == null ? Path.of("data") : data, new PercentLines(err));
      spec.commandLine().getOut().println(dataset + " is in " + folder.toAbsolutePath());
      return 0;
    } catch (DownloadException e) {
      err.println(e.getMessage());
      return 1;
    }
  }

  /** What can be fetched. */
  enum Fetchable {
    CIFAR10;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A line for every twentieth of the way. */
  private static final class PercentLines implements ByteListener {
    private final PrintWriter err;
    private long shown = -1;

    PercentLines(PrintWriter err) {
      this.err = err;
    }

    @Override
    public void onBytes(long done, OptionalLong total) {
      long twentieth = total.isPresent() ? 20 * done / Math.max(1, total.getAsLong()) : done >> 23;
      if (twentieth != shown) {
        shown = twentieth;
        err.printf(
            Locale.ROOT,
            "%d MiB%s%n",
            done >> 20,
            total.isPresent() ? " of " + (total.getAsLong() >> 20) : "");
        err.flush();
      }
    }
  }
}
