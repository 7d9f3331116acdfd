package cbd.training.cli;

import cbd.text.Nearest;
import cbd.training.fetch.ByteListener;
import cbd.training.fetch.DownloadException;
import cbd.training.fetch.Fetch;
import cbd.training.fetch.Published;
import cbd.training.fetch.PublishedSets;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
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
    description = "Gets data sets onto this machine and says which are there.")
public final class DataCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills it before run()
  public DataCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do: cbd data list, or cbd data fetch cifar10");
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Says of each data set what it needs and whether the data folder has it.")
  int list(
      @Option(
              names = "--data",
              paramLabel = "DIR",
              defaultValue = "${env:CBD_DATA}",
              description = "The data folder (default: $CBD_DATA, else ./data).")
          @Nullable Path data) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(new DataInventory(folder(data)).inWords());
    out.flush();
    return 0;
  }

  @Command(
      name = "fetch",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Downloads a data set, holds each file against its published MD5 and unpacks it.",
        "",
        "It gets a folder of its own in the data folder, once it is whole; until then what has"
            + " arrived is in .fetch-NAME beside it. A download that was cut off goes on where it"
            + " stopped when the command is run again. What is there already is not downloaded"
            + " again. Downloads and unpacked files are on the disk together for a while.",
        ""
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:the data set is there",
        "1:it could not be had; the message says why",
        "2:an option is invalid"
      },
      footerHeading = "%nDownloads, and on what terms:%n",
      modelTransformer = Terms.class)
  int fetch(
      @Parameters(
              paramLabel = "NAME",
              completionCandidates = Names.class,
              description = "The data set: ${COMPLETION-CANDIDATES}.")
          String name,
      @Option(
              names = "--data",
              paramLabel = "DIR",
              defaultValue = "${env:CBD_DATA}",
              description = "Folder to put it into (default: $CBD_DATA, else ./data).")
          @Nullable Path data,
      @Option(
              names = "--from",
              paramLabel = "URL",
              description =
                  "Another address of the folder with the same files, such as a mirror's.")
          @Nullable URI from) {
    PrintWriter err = spec.commandLine().getErr();
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(20))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    Published set = from == null ? named(name) : named(name).at(from);
    try {
      Path dataDir = folder(data);
      Path folder = new Fetch(client, set).into(dataDir, new PercentLines(err));
      spec.commandLine().getOut().println(name + " is in " + folder.toAbsolutePath());
      return 0;
    } catch (DownloadException e) {
      err.println(e.getMessage());
      return 1;
    }
  }

  private static Path folder(@Nullable Path named) {
    return named == null || named.toString().isEmpty() ? DataOption.USUAL : named;
  }

  private Published named(String name) {
    return PublishedSets.ALL.stream()
        .filter(set -> set.word().equals(name))
        .findAny()
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine().getSubcommands().get("fetch"), unknown(name)));
  }

  private static String unknown(String name) {
    List<String> names = PublishedSets.ALL.stream().map(Published::word).toList();
    String hint =
        names.stream()
            .filter(each -> each.startsWith(name))
            .findFirst()
            .map(each -> "; did you mean " + each + "?")
            .orElseGet(() -> Nearest.hint(name, names));
    return "'%s' cannot be downloaded, only %s%s %s"
        .formatted(
            name,
            String.join(", ", names),
            hint.isEmpty() ? ";" : hint,
            "cbd data list says what each data set needs");
  }

  /** What can be fetched. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return PublishedSets.ALL.stream().map(Published::word).iterator();
    }
  }

  /** Puts below the help what each download costs and on what terms it is given. */
  static final class Terms implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      Stream<String> lines =
          PublishedSets.ALL.stream()
              .map(set -> "  %-15s  %8s  %s".formatted(set.word(), set.size(), set.terms()));
      Stream<String> more = Stream.of("", "Who made them and what to cite: docs/datasets.md");
      command.usageMessage().footer(Stream.concat(lines, more).toArray(String[]::new));
      return command;
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
