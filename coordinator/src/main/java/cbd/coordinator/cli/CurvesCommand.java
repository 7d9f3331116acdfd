package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.client.Json;
import cbd.coordinator.cli.export.AskedResults;
import cbd.coordinator.cli.export.CurveTable;
import cbd.coordinator.cli.export.SweepResults;
import cbd.coordinator.http.Views;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cbd curves}: what was measured, epoch by epoch. */
@Command(
    name = "curves",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Prints what was measured of a trial, or of all trials of a sweep, epoch by epoch, also"
          + " while they run: loss, CA, ASR, RA, seconds, and of CBD's clean model what poisoned"
          + " and clean images weighed. Of each trial its latest attempt that measured anything.",
      "",
      "Scores are fractions 0..1. Asks the coordinator, or reads a store, which needs nothing that"
          + " runs."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:printed",
      "1:there is no such sweep or trial",
      "2:an option is wrong, or the file is no store",
      "4:no coordinator answers"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cbd curves 3f9c2a10",
      "  cbd curves demo-3f > curves.csv",
      "  cbd curves demo-3f --store .cbd/coordinator/cbd.db --json"
    })
final class CurvesCommand extends ClientCommand {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SWEEP|TRIAL",
      description =
          "The id of a sweep or of a trial, or enough of its beginning. Default: the latest sweep.")
  private @Nullable String text;

  @Option(
      names = "--json",
      description = "Print JSON in place of CSV: a list with each trial's curve.")
  private boolean json;

  @Mixin private final StoreOption store = new StoreOption();

  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();

  @Override
  int run() {
    store.address().ifPresentOrElse(this::ofStore, () -> ofCoordinator(coordinator.client()));
    return Exit.OK;
  }

  private void ofCoordinator(CoordinatorClient client) {
    List<String> sweeps = client.sweeps().stream().map(Views.SweepView::id).toList();
    if (text != null && Target.isTrial(text, sweeps)) {
      print(CurveTable.of(client.trial(text)));
    } else {
      print(new AskedResults(client, SweepArgument.resolve(text, sweeps)));
    }
  }

  private void ofStore(StoreAddress address) {
    if (text != null && Target.isTrial(text, address.sweeps())) {
      print(CurveTable.of(address.trial(text)));
    } else {
      address.results(sweeps -> SweepArgument.resolve(text, sweeps), this::print);
    }
  }

  private void print(SweepResults results) {
    printAll(results::curves);
  }

  private void print(Views.CurveView curve) {
    printAll(reader -> reader.accept(curve));
  }

  /** As they come, for there may be many. */
  private void printAll(Consumer<Consumer<Views.CurveView>> curves) {
    if (json) {
      AtomicReference<String> before = new AtomicReference<>("");
      out().print("[");
      curves.accept(
          curve -> {
            out().println(before.getAndSet(","));
            out().print(Json.write(curve));
          });
      out().println("]");
    } else {
      out().print(CurveTable.head());
      curves.accept(curve -> out().print(CurveTable.lines(curve)));
    }
  }
}
