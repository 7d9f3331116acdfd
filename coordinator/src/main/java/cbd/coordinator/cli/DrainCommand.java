package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.words.Amounts;
import cbd.coordinator.http.Views;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cbd drain}: empty a worker. */
@Command(
    name = "drain",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Empties a worker: it gets no more work, and what it runs is finished there or, with --now,"
            + " handed back, which costs no attempt. `cbd uncordon` takes it back.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:draining; with --wait: it runs nothing any more",
      "1:there is no such worker; or the coordinator refused",
      "2:an option is wrong",
      "4:no coordinator answers"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  cbd drain gpu-2 --wait", "  cbd drain gpu-2 --now --stop"})
final class DrainCommand extends ClientCommand {
  private static final int LOOK_SECONDS = 1;

  @Parameters(paramLabel = "WORKER", description = "A worker's name, as `cbd workers` lists it.")
  private String worker = "";

  @Option(
      names = "--now",
      description = "Stop what runs; it goes on elsewhere from its last checkpoint.")
  private boolean now;

  @Option(names = "--stop", description = "The worker's process ends once it runs nothing.")
  private boolean stop;

  @Option(names = "--wait", description = "Return only when it runs nothing any more.")
  private boolean wait;

  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    CoordinatorClient client = coordinator.client();
    Views.SteeredView answer = client.steer(worker, "drain?now=" + now + "&stop=" + stop);
    json.print(
        out(),
        answer,
        () ->
            out()
                .println(
                    worker
                        + " drains; it runs "
                        + Amounts.count(answer.running(), "attempt")
                        + (stop ? ", then it goes." : ".")));
    out().flush();
    if (wait) {
      awaitEmpty(client);
      (json.isAsked() ? err() : out()).println(worker + " runs nothing any more.");
    }
    return Exit.OK;
  }

  private void awaitEmpty(CoordinatorClient client) {
    CountDownLatch never = new CountDownLatch(1);
    try {
      while (client.workers().stream().anyMatch(this::isBusy)) {
        never.await(LOOK_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliFailure(Exit.FAILED, "interrupted; " + worker + " drains on.");
    }
  }

  private boolean isBusy(Views.WorkerView view) {
    return view.id().equals(worker) && view.slots().stream().anyMatch(slot -> slot.trial() != null);
  }
}
