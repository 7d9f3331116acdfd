package cbd.coordinator.cli;

import cbd.coordinator.cli.words.Table;
import cbd.coordinator.cli.words.TrialWords;
import cbd.coordinator.http.Views;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cbd trial}: one trial, with everything that is known of it. */
@Command(
    name = "trial",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Shows one trial: its attempts, its scores and where they come from. Asks the coordinator, or"
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
  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{4,32}");

  @Parameters(
      paramLabel = "TRIAL",
      description = "A trial's id, or enough of its first digits, four at least.")
  private String trial = "";

  @Option(
      names = "--store",
      paramLabel = "FILE",
      description = "Read this store (a coordinator's cbd.db) in place of asking a coordinator.")
  private @Nullable Path store;

  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    if (!DIGITS.matcher(trial).matches()) {
      throw wrongUse("TRIAL must be 4 to 32 hexadecimal digits, but was '" + trial + "'");
    }
    Views.TrialDetail detail =
        store == null ? coordinator.client().trial(trial) : new StoreFile(store).trial(trial);
    json.print(out(), detail, () -> print(detail, out()));
    return Exit.OK;
  }

  private static void print(Views.TrialDetail detail, PrintWriter out) {
    Views.TrialView view = detail.trial();
    out.println("trial " + view.id() + ": " + TrialWords.of(view.spec()) + ", " + view.state());
    Map<String, @Nullable Object> result = view.result();
    if (result != null) {
      out.println("  " + TrialWords.scores(result));
      if (result.get("provenance") instanceof Map<?, ?> origin) {
        origin.forEach((key, value) -> out.println("  " + key + ": " + value));
      }
    }
    Table table = new Table();
    table.row("ATTEMPT", "STATE", "SLOT", "GRANTED", "ENDED", "REASON");
    for (Views.AttemptView attempt : detail.attempts()) {
      table.row(
          String.valueOf(attempt.attempt()),
          attempt.state(),
          attempt.slot(),
          attempt.grantedAt(),
          attempt.endedAt() == null ? "" : attempt.endedAt(),
          attempt.message() == null ? "" : attempt.message());
    }
    table.print(out);
  }
}
