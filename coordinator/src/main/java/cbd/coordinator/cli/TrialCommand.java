package cbd.coordinator.cli;

import cbd.coordinator.cli.words.HistoryWords;
import cbd.coordinator.cli.words.Indented;
import cbd.coordinator.cli.words.ResourceWords;
import cbd.coordinator.cli.words.Table;
import cbd.coordinator.cli.words.TrialWords;
import cbd.coordinator.http.Views;
import cbd.domain.TrialId;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cbd trial}: one trial, with everything that is known of it. */
@Command(
    name = "trial",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Shows one trial: its settings, every epoch's scores, its attempts, where the result comes"
            + " from, and what happened to it, a sentence each. Asks the coordinator, or"
            + " reads a store file, which needs nothing that runs.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:shown",
      "1:there is no such trial",
      "2:an option is wrong, or the file is no store",
      "4:no coordinator answers"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cbd trial 3f9c2a10",
      "  cbd trial 3f9c2a10 --store .cbd/coordinator/cbd.db --json | cbd replay -"
    })
final class TrialCommand extends ClientCommand {
  @Parameters(
      paramLabel = "TRIAL",
      description = "A trial's id, or enough of its first digits, four at least.")
  private String trial = "";

  @Mixin private final StoreOption store = new StoreOption();

  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    if (!TrialId.isBeginning(trial)) {
      throw wrongUse("TRIAL must be 4 to 32 hexadecimal digits, but was '" + trial + "'");
    }
    Views.TrialDetail detail =
        store
            .address()
            .map(address -> address.trial(trial))
            .orElseGet(() -> coordinator.client().trial(trial));
    json.print(out(), detail, () -> print(detail, out()));
    return Exit.OK;
  }

  private static void print(Views.TrialDetail detail, PrintWriter out) {
    Views.TrialView view = detail.trial();
    out.println("trial " + view.id() + ": " + TrialWords.of(view.spec()) + ", " + view.state());
    if (view.reason() != null) {
      out.println("  " + view.reason());
    }
    if (view.resources() != null) {
      out.println("  takes " + ResourceWords.of(view.resources()));
    }
    if (detail.waiting() != null) {
      out.println("  It waits: " + detail.waiting() + ".");
    }
    Map<String, @Nullable Object> result = view.result();
    if (result != null) {
      out.println("  " + TrialWords.scores(result));
    }
    out.println("Configuration:");
    Indented.lines(view.spec(), 2).forEach(out::println);
    if (result != null && result.get("provenance") instanceof Map<?, ?> origin) {
      out.println("Where the result comes from:");
      Indented.lines(origin, 2).forEach(out::println);
    }
    if (!detail.epochs().isEmpty()) {
      out.println();
      epochs(detail.epochs()).print(out);
    }
    if (!detail.attempts().isEmpty()) {
      out.println();
      attempts(detail.attempts()).print(out);
    }
    if (!detail.history().isEmpty()) {
      out.println();
      history(detail.history(), out);
    }
  }

  /** A line per measurement; that of phase backdoored is of CBD's backdoored model. */
  private static Table epochs(List<Map<String, @Nullable Object>> epochs) {
    Table table = new Table();
    table.row("ATTEMPT", "PHASE", "EPOCH", "LOSS", "SCORES");
    for (Map<String, @Nullable Object> epoch : epochs) {
      if (epoch.get("metrics") instanceof Map<?, ?> metrics) {
        table.row(
            String.valueOf(epoch.get("attempt")),
            String.valueOf(metrics.get("phase")),
            String.valueOf(metrics.get("epoch")),
            metrics.get("loss") instanceof Number loss
                ? String.format(Locale.ROOT, "%.4f", loss.doubleValue())
                : "-",
            TrialWords.scores(metrics));
      }
    }
    return table;
  }

  private static Table attempts(List<Views.AttemptView> attempts) {
    Table table = new Table();
    table.row("ATTEMPT", "STATE", "SLOT", "GRANTED", "ENDED", "REASON");
    for (Views.AttemptView attempt : attempts) {
      table.row(
          String.valueOf(attempt.attempt()),
          attempt.state(),
          attempt.slot(),
          attempt.grantedAt(),
          attempt.endedAt() == null ? "" : attempt.endedAt(),
          attempt.message() == null ? "" : attempt.message());
    }
    return table;
  }

  /** Epochs are left out: they are what goes well, and many. */
  private static void history(List<Map<String, @Nullable Object>> entries, PrintWriter out) {
    out.println("History:");
    for (Map<String, @Nullable Object> entry : entries) {
      if (entry.get("event") instanceof Map<?, ?> told) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        told.forEach((key, value) -> event.put(String.valueOf(key), value));
        if (!"epoch-recorded".equals(event.get("type"))) {
          out.println("  " + event.get("at") + "  " + HistoryWords.of(event));
        }
      }
    }
  }
}
