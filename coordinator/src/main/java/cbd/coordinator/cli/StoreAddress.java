package cbd.coordinator.cli;

import cbd.coordinator.cli.export.SweepResults;
import cbd.coordinator.http.SweepBoard;
import cbd.coordinator.http.TrialDetails;
import cbd.coordinator.http.TrialLog;
import cbd.coordinator.http.Views;
import cbd.coordinator.store.Database;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.coordinator.store.Rebuild;
import cbd.coordinator.store.StoreException;
import cbd.domain.SweepId;
import cbd.domain.TrialId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A coordinator's store, read where it lies, whether a coordinator runs on it or not. It and {@link
 * StoredResults} alone in the command line know the store, and its reading side only: results must
 * be readable when nothing else is left.
 */
record StoreAddress(Database database) {
  /**
   * What a person names with {@code --store}.
   *
   * @throws CliFailure when it can be no store
   */
  static StoreAddress of(String text) {
    try {
      return new StoreAddress(Database.parse(text, System.getenv()));
    } catch (IllegalArgumentException e) {
      throw new CliFailure(Exit.INVALID, "--store: " + e.getMessage());
    }
  }

  /** Ids of all sweeps, the latest first. */
  List<String> sweeps() {
    return read(store -> store.sweepIds().stream().map(SweepId::toString).toList());
  }

  /** The one trial whose id begins with these digits. */
  Views.TrialDetail trial(String digits) {
    return read(store -> trial(store, digits));
  }

  private static Views.TrialDetail trial(ReadOnlyStore store, String digits) {
    List<TrialId> found = store.trialsStartingWith(digits);
    if (found.size() > 1) {
      throw new CliFailure(
          Exit.FAILED, "more than one trial begins with '" + digits + "': " + found);
    }
    return found.stream()
        .findFirst()
        .flatMap(id -> TrialDetails.of(store, id))
        .orElseThrow(() -> new CliFailure(Exit.FAILED, "no trial begins with '" + digits + "'"));
  }

  /**
   * The last lines of the log of one of a trial's attempts, as far as they are kept.
   *
   * @param attempt null: the latest
   * @param lines at most so many
   */
  Views.LogView log(String digits, @Nullable Integer attempt, int lines) {
    return read(
        store -> {
          TrialId id = new TrialId(trial(store, digits).trial().id());
          try {
            return TrialLog.of(store).tail(id, attempt, lines).orElseThrow();
          } catch (TrialLog.UnknownAttemptException e) {
            throw new CliFailure(Exit.FAILED, String.valueOf(e.getMessage()));
          }
        });
  }

  /**
   * What its history adds up to, held against its rows.
   *
   * @param fresh where the history is told again; must not exist
   */
  Rebuild.Outcome rebuilt(Path fresh, Instant now) {
    return read(store -> Rebuild.of(store, fresh, now));
  }

  /**
   * Shows a sweep's results to somebody, who can ask for them until the method returns.
   *
   * @param choice finds the sweep that is meant among those there are, the latest first
   */
  void results(Function<List<String>, String> choice, Consumer<SweepResults> reader) {
    SweepId sweep = new SweepId(choice.apply(sweeps()));
    read(
        store -> {
          reader.accept(new StoredResults(store, sweep, database.toString()));
          return sweep;
        });
  }

  SweepBoard board(SweepArgument sweep) {
    return board(sweep::resolve);
  }

  SweepBoard board(String sweep) {
    return board(known -> sweep);
  }

  private SweepBoard board(Function<List<String>, String> choice) {
    return read(
        store -> {
          List<String> known = store.sweepIds().stream().map(SweepId::toString).toList();
          return SweepBoard.of(store, new SweepId(choice.apply(known)));
        });
  }

  private <T> T read(Function<ReadOnlyStore, T> reader) {
    try (ReadOnlyStore store = ReadOnlyStore.open(database)) {
      return reader.apply(store);
    } catch (StoreException e) {
      throw new CliFailure(Exit.INVALID, String.valueOf(e.getMessage()));
    }
  }
}
