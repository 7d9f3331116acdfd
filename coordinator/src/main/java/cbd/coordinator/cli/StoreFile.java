package cbd.coordinator.cli;

import cbd.coordinator.http.SweepBoard;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.coordinator.store.StoreException;
import cbd.domain.SweepId;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * A coordinator's store, read where it lies, whether a coordinator runs on it or not. The only
 * class of the command line that knows the store, and its reading side alone: results must be
 * readable when nothing else is left.
 */
record StoreFile(Path file) {

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
