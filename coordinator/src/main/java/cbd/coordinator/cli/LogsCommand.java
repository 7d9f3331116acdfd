package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.progress.LogFollower;
import cbd.coordinator.cli.progress.LogPrinter;
import cbd.coordinator.http.Views;
import cbd.domain.TrialId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cbd logs}: what a trial's attempts print, wherever they run. */
@Command(
    name = "logs",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Prints the log of a trial's latest attempt, or of another one: of one that runs from its"
          + " worker, live; of one that is over its last 64 KiB, also when the worker is gone.",
      "",
      "With -f it goes on until the trial ends, over all attempts: a line says where the next one"
          + " runs. Ctrl-C ends the following, not the trial. A coordinator that goes away is waited"
          + " for.",
      "",
      "What a process prints goes to stdout, without its control characters; all else to stderr."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:printed; with -f: and the trial has ended",
      "1:there is no such trial, attempt or log, or its worker is not to be reached",
      "2:an option is wrong, or the file is no store",
      "4:no coordinator answers"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cbd logs 3f9c2a10 -f",
      "  cbd logs 3f9c2a10 --attempt 1 --tail 50",
      "  cbd logs 3f9c2a10 --json | jq -r .line",
      "  cbd logs 3f9c2a10 --store .cbd/coordinator/cbd.db"
    })
final class LogsCommand extends ClientCommand {
  private static final int MOST_LINES = 100_000;
  private static final Duration PERIOD = Duration.ofSeconds(1);

  @Parameters(
      paramLabel = "TRIAL",
      description = "A trial's id, or enough of its first digits, four at least.")
  private String trial = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what comes, and with further attempts, until the trial ends.")
  private boolean follow;

  @Option(
      names = "--attempt",
      paramLabel = "N",
      description = "The attempt to begin with, from 1. Default: the latest.")
  private @Nullable Integer attempt;

  @Option(
      names = "--tail",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Begin with the last N lines. Default: all that can be had, 128 KiB at most.")
  private int tail;

  @Option(
      names = "--json",
      description = "Print an object for each line: trial, attempt, slot, line.")
  private boolean json;

  @Mixin private final StoreOption store = new StoreOption();

  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();

  @Override
  int run() {
    if (!TrialId.isBeginning(trial)) {
      throw wrongUse("TRIAL must be 4 to 32 hexadecimal digits, but was '" + trial + "'");
    }
    if (tail < 1 || tail > MOST_LINES) {
      throw wrongUse("--tail must be between 1 and " + MOST_LINES + ", but was " + tail);
    }
    if (attempt != null && attempt < 1) {
      throw wrongUse("--attempt must be at least 1, but was " + attempt);
    }
    LogPrinter printer = new LogPrinter(out(), err(), json);
    if (store.address().isPresent()) {
      if (follow) {
        throw wrongUse("-f follows a trial of a coordinator; a store alone does not go on");
      }
      return once(store.address().get().log(trial, attempt, tail), printer);
    }
    CoordinatorClient client = coordinator.client();
    return follow ? toTheEnd(client, printer) : once(client.log(trial, attempt, tail), printer);
  }

  private static int once(Views.LogView view, LogPrinter printer) {
    if (view.attempt() == null) {
      throw new CliFailure(
          Exit.FAILED,
          "the trial is "
              + view.trialState()
              + ": no attempt has begun, so there is no log yet. With -f it is waited for.");
    }
    if (view.trouble() != null) {
      throw new CliFailure(Exit.FAILED, view.trouble());
    }
    printer.lines(view);
    return Exit.OK;
  }

  private int toTheEnd(CoordinatorClient client, LogPrinter printer) {
    // The first answer before all else: whether there is such a trial.
    Views.LogView first = client.log(trial, attempt, tail);
    Farewell farewell =
        Farewell.saying(
            "The trial goes on without a reader. Look again: cbd logs -f " + trial, err());
    try (farewell) {
      new LogFollower(new OfClient(client, first.trial()), printer, PERIOD).toTheEnd(first);
      return Exit.OK;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliFailure(Exit.FAILED, "interrupted; the trial goes on");
    }
  }

  private record OfClient(CoordinatorClient client, String trial) implements LogFollower.Source {
    @Override
    public Views.LogView latest() {
      return client.log(trial, null, MOST_LINES);
    }

    @Override
    public Views.LogView after(int attempt, long from) {
      return client.logAfter(trial, attempt, from);
    }
  }
}
