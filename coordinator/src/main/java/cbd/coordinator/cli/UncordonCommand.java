package cbd.coordinator.cli;

import cbd.coordinator.http.Views;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cbd uncordon}: back into service. */
@Command(
    name = "uncordon",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Puts a worker back into service that was cordoned or drained, its quarantined slots"
            + " included; or one quarantined slot.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:in service",
      "1:there is no such worker; or the coordinator refused",
      "2:an option is wrong",
      "4:no coordinator answers"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  cbd uncordon gpu-2", "  cbd uncordon gpu-2/0"})
final class UncordonCommand extends ClientCommand {
  private static final Pattern SLOT = Pattern.compile("(.+)/(\\d{1,3})");

  @Parameters(
      paramLabel = "WORKER[/SLOT]",
      description = "A worker's name, or a slot of it, as `cbd workers` lists them.")
  private String what = "";

  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    Matcher slot = SLOT.matcher(what);
    Views.SteeredView answer =
        slot.matches()
            ? coordinator.client().steer(slot.group(1), "uncordon?slot=" + slot.group(2))
            : coordinator.client().steer(what, "uncordon");
    String words = answer.changed() ? " is back in service." : " was in service already.";
    json.print(out(), answer, () -> out().println(what + words));
    return Exit.OK;
  }
}
