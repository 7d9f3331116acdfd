package cbd.coordinator.cli;

import cbd.coordinator.http.SweepBoard;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.coordinator.store.StoreException;
import cbd.domain.SweepId;
import java.nio.file.Path;

/**
 * A coordinator's store, read where it lies, whether a coordinator runs on it or not. The only
 * class of the command line that knows the store, and its reading side alone: results must be
 * readable when nothing else is left.
 */
record StoreFile(Path file) {

  SweepBoard leaderboard(SweepArgument sweep) {
    try (ReadOnlyStore store = ReadOnlyStore.open(file)) {
      String id = sweep.resolve(store.sweeps().stream().map(row -> row.id().toString()).toList());
      return SweepBoard.of(store, new SweepId(id));
    } catch (StoreException e) {
      throw new CliFailure(Exit.INVALID, String.valueOf(e.getMessage()));
    }
  }
}
