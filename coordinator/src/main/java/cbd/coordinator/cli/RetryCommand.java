package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.client.Json;
import cbd.coordinator.cli.words.Amounts;
import cbd.coordinator.cli.words.TrialNames;
import cbd.coordinator.http.Views;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cbd retry}: failed, cancelled or early stopped trials once more. */
@Command(
    name = "retry",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Queues a sweep's failed and cancelled trials again, or one trial. Shows them first, each with"
          + " the reason why it failed. Those with a result stay as they are. Those that were stopped"
          + " early are queued by --stopped, or one by one; they go on from their last checkpoint"
          + " and are not stopped early again."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:queued, or there was nothing to queue",
      "1:there is no such sweep or trial; or the coordinator refused",
      "2:an option is wrong",
      "4:no coordinator answers"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cbd retry demo-3f9c2a10 --failed --dry-run",
      "  cbd retry 7be1 --yes",
      "  cbd retry demo-3f9c2a10 --stopped"
    })
final class RetryCommand extends ClientCommand {
  private static final List<String> FAILED = List.of("failed");
  private static final List<String> STOPPED = List.of("stopped");
  private static final List<String> ENDED_BADLY = List.of("failed", "cancelled");
  private static final List<String> ENDED_WITHOUT_RESULT =
      List.of("failed", "cancelled", "stopped");

  @Mixin private final Target target = new Target();

  @Option(names = "--failed", description = "Only those that failed, none that were cancelled.")
  private boolean failed;

  @Option(names = "--stopped", description = "Only those that were stopped early.")
  private boolean stopped;

  @Option(names = "--yes", description = "Do not ask; at a terminal it is asked otherwise.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Only show which trials would be queued.")
  private boolean dryRun;

  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    if (failed && stopped) {
      throw wrongUse("--failed and --stopped exclude each other");
    }
    CoordinatorClient client = coordinator.client();
    List<String> states = failed ? FAILED : stopped ? STOPPED : ENDED_BADLY;
    Target.Found found =
        target.find(client, states, failed || stopped ? states : ENDED_WITHOUT_RESULT);
    if (dryRun && json.isAsked()) {
      out().println(Json.write(found.trials()));
      return Exit.OK;
    }
    if (found.trials().isEmpty()) {
      tell(0, "Nothing to retry: " + nothing());
      return Exit.OK;
    }
    // What is said about the answer to a program is no part of it.
    PrintWriter beside = json.isAsked() ? err() : out();
    TrialsCommand.table(found.trials(), TrialNames.ofTrials(found.trials())).print(beside);
    beside.flush();
    if (dryRun) {
      return Exit.OK;
    }
    String question = "Queue " + Amounts.count(found.trials().size(), "trial") + " again?";
    if (!yes && !Question.isAgreed(question)) {
      tell(0, "Nothing was queued.");
      return Exit.OK;
    }
    String only = failed || stopped ? "?state=" + states.get(0) : "";
    Views.ChangedView done = client.change(found.path() + "/retry" + only);
    tell(done.trials(), Amounts.count(done.trials(), "trial") + " queued again.");
    return Exit.OK;
  }

  private void tell(int changed, String words) {
    json.print(out(), new Views.ChangedView(changed, 0), () -> out().println(words));
  }

  private String nothing() {
    if (stopped) {
      return "no trial of it was stopped early.";
    }
    return "no trial of it failed" + (failed ? "." : " or was cancelled.");
  }
}
