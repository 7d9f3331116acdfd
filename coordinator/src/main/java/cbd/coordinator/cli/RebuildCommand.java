package cbd.coordinator.cli;

import cbd.coordinator.cli.words.Amounts;
import cbd.coordinator.store.Rebuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cbd rebuild}: does the history tell what the tables show? */
@Command(
    name = "rebuild",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Tells a store's history of events again to an empty store and compares every row of sweeps,"
          + " trials, attempts, measurements and results. The leaderboard is made of these rows"
          + " alone, so it is the same as well when they are.",
      "",
      "Only reads the store; a coordinator may run on it."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the history gives the same rows",
      "1:it does not; the first differences are printed",
      "2:an option is wrong, or the file is no store"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cbd rebuild",
      "  cbd rebuild --store cbd.db --into rebuilt.db && cbd leaderboard --store rebuilt.db"
    })
final class RebuildCommand extends ClientCommand {
  @Option(
      names = "--store",
      paramLabel = "FILE",
      defaultValue = ".cbd/coordinator/cbd.db",
      description =
          "The store: a coordinator's cbd.db, or jdbc:postgresql:… Default: ${DEFAULT-VALUE}.")
  private String store = "";

  @Option(
      names = "--into",
      paramLabel = "FILE",
      description = "Keep the rebuilt store in this file, a new one. Default: it is removed again.")
  private @Nullable Path into;

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    try {
      if (into == null) {
        return inPassing();
      }
      if (Files.exists(into)) {
        throw wrongUse("--into must be a new file, but " + into + " exists");
      }
      return rebuild(into);
    } catch (IOException e) {
      throw new CliFailure(Exit.FAILED, "no folder for the rebuilt store: " + e.getMessage());
    }
  }

  private int inPassing() throws IOException {
    Path folder = Files.createTempDirectory("cbd-rebuild");
    try {
      return rebuild(folder.resolve("cbd.db"));
    } finally {
      for (String end : new String[] {"", "-wal", "-shm"}) {
        Files.deleteIfExists(folder.resolve("cbd.db" + end));
      }
      Files.deleteIfExists(folder);
    }
  }

  private int rebuild(Path fresh) {
    Rebuild.Outcome outcome = StoreAddress.of(store).rebuilt(fresh, Instant.EPOCH);
    json.print(out(), outcome, () -> tell(outcome));
    return outcome.isSame() ? Exit.OK : Exit.FAILED;
  }

  private void tell(Rebuild.Outcome outcome) {
    out().println(Amounts.count(outcome.events(), "event") + " told again.");
    new TreeMap<>(outcome.rows())
        .forEach((table, rows) -> out().println("  " + table + ": " + Amounts.count(rows, "row")));
    if (outcome.isSame()) {
      out().println("The history gives the same rows.");
      if (into != null) {
        out()
            .println(
                "Tokens, web sessions, the audit log, notices, logs and pictures are not in it: on"
                    + " loopback and with --insecure, whoever asks is let in until a token is made.");
      }
      return;
    }
    out().println("The history does not give the same rows:");
    outcome.differences().forEach(words -> out().println("  " + words));
  }
}
