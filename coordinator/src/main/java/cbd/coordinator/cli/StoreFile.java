package cbd.coordinator.cli;

import cbd.coordinator.http.SweepBoard;
import cbd.coordinator.http.TrialDetails;
import cbd.coordinator.http.Views;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.coordinator.store.StoreException;
import cbd.domain.SweepId;
import cbd.domain.TrialId;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * A coordinator's store, read where it lies, whether a coordinator runs on it or not. The only
 * class of the command line that knows the store, and its reading side alone: results must be
 * readable when nothing else is left.
 */
record StoreFile(Path file) {
  /** The one trial whose id begins with these digits. */
  Views.TrialDetail trial(String digits) {
    try (ReadOnlyStore store = ReadOnlyStore.open(file)) {
      List<TrialId> found = store.trialsStartingWith(digits);
      if (found.size() > 1) {
        throw new CliFailure(
            Exit.FAILED, "more than one trial begins with '" + digits + "': " + found);
      }
      return found.stream()
          .findFirst()
          .flatMap(id -> TrialDetails.of(store, id))
          .orElseThrow(() -> new CliFailure(Exit.FAILED, "no trial begins with '" + digits + "'"));
    } catch (StoreException e) {
      throw new CliFailure(Exit.INVALID, String.valueOf(e.getMessage()));
    }
  }

  SweepBoard board(SweepArgument sweep) {
    return board(sweep::resolve);
  }

  SweepBoard board(String sweep) {
    return board(known -> sweep);
  }

  private SweepBoard board(Function<List<String>, String> choice) {
    try (ReadOnlyStore store = ReadOnlyStore.open(file)) {
      List<String> known = store.sweeps().stream().map(row -> row.id().toString()).toList();
      return SweepBoard.of(store, new SweepId(choice.apply(known)));
    } catch (StoreException e) {
      throw new CliFailure(Exit.INVALID, String.valueOf(e.getMessage()));
    }
  }
}
