package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.client.RefusedException;
import cbd.coordinator.cli.client.UnreachableException;
import cbd.coordinator.cli.demo.DemoCluster;
import cbd.coordinator.cli.demo.DemoException;
import cbd.coordinator.cli.demo.DemoFolder;
import cbd.coordinator.cli.words.Amounts;
import cbd.coordinator.cli.words.Paragraph;
import cbd.coordinator.http.SweepBoard;
import cbd.coordinator.http.Views;
import cbd.coordinator.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cbd demo}: a whole cluster on this machine, a sweep through it, and its end. */
@Command(
    name = "demo",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Starts a coordinator and workers as processes of their own on this machine, submits a sweep,"
          + " shows its progress, prints and explains the leaderboard, and stops everything again,"
          + " also on Ctrl-C. Needs no network and no data.",
      "",
      "Each run trains again, in a fresh folder .cbd/demo/N that stays: its store, logs and results"
          + " may be looked at later, and removed."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every trial succeeded",
      "1:a trial failed, or a process did; the message says why",
      "2:the file or an option is wrong; nothing was started",
      "130:Ctrl-C"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  cbd demo", "  cbd demo --sweep sweep.yaml --workers 1 --keep-dir results"})
final class DemoCommand extends ClientCommand {
  private static final Path ROOT = Path.of(".cbd", "demo");
  private static final int MOST_WORKERS = 16;

  @Option(
      names = "--keep-dir",
      paramLabel = "DIR",
      description = "Keep store and logs in this folder, empty or new. Default: .cbd/demo/N.")
  private @Nullable Path keepDir;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "2",
      description = "Worker processes; they share the cores. Default: ${DEFAULT-VALUE}.")
  private int workers;

  @Option(
      names = "--sweep",
      paramLabel = "FILE",
      description = "The sweep to run. Default: the distribution's examples/demo.yaml.")
  private @Nullable Path sweep;

  @Override
  int run() {
    if (workers < 1 || workers > MOST_WORKERS) {
      throw wrongUse("--workers must be between 1 and " + MOST_WORKERS + ", but was " + workers);
    }
    Path home = Launcher.home();
    SweepText text =
        SweepText.read(sweep == null ? home.resolve("examples").resolve("demo.yaml") : sweep);
    try {
      Path folder = keepDir == null ? DemoFolder.next(ROOT) : DemoFolder.chosen(keepDir);
      return run(new DemoCluster(home.resolve("cbd"), folder), text, folder);
    } catch (IOException e) {
      throw new CliFailure(Exit.FAILED, "the demo's folder cannot be made: " + e);
    } catch (DemoException e) {
      throw new CliFailure(Exit.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private int run(DemoCluster cluster, SweepText text, Path folder) {
    StopOnSignal hook = StopOnSignal.of(cluster::close, err());
    try (cluster;
        hook) {
      return work(cluster, text, folder);
    } catch (DemoException | UnreachableException | RefusedException | CliFailure e) {
      if (cluster.isStopping()) {
        // Whoever interrupted us knows why nobody answers any more.
        return StopOnSignal.EXIT;
      }
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return StopOnSignal.EXIT;
    } finally {
      say("Everything that was started has been stopped.");
    }
  }

  private int work(DemoCluster cluster, SweepText text, Path folder) throws InterruptedException {
    say("A cluster of separate processes on this machine; store and logs in " + folder);
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / workers);
    CoordinatorClient client = cluster.start(workers, threads, this::say);
    Views.SubmittedView submitted = client.submit(text.yaml());
    say(submitted.sweep() + ": " + Amounts.count(submitted.trials(), "trial") + " submitted.");
    Views.SweepView end =
        Watching.toTheEnd(client, submitted.sweep(), err(), cluster::requireAllAlive);
    print(submitted.sweep(), folder);
    int exit = Exit.OK;
    if (end.trials().getOrDefault("succeeded", 0L) < end.size()) {
      say("Not every trial has a result; the lines above say why.");
      exit = Exit.FAILED;
    }
    say("Stopping ...");
    return exit;
  }

  private void print(String sweep, Path folder) {
    Path store = folder.resolve("coordinator").resolve("cbd.db");
    SweepBoard board = new StoreAddress(Database.file(store)).board(sweep);
    out().println();
    out().print(BoardFormat.TABLE.text(board));
    for (String paragraph : DemoReading.of(board.board())) {
      out().println();
      Paragraph.lines(paragraph).forEach(out()::println);
    }
    out().println();
    out().println("Results: " + store + "   Logs: " + folder.resolve("*.log"));
    out().println("Look again: ./cbd leaderboard --store " + store);
    out().flush();
  }

  private void say(String line) {
    err().println(line);
    err().flush();
  }
}
