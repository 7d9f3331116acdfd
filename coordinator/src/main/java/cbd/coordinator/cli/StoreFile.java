package cbd.coordinator.cli;

import cbd.coordinator.leaderboard.Entrant;
import cbd.coordinator.leaderboard.Leaderboard;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.coordinator.store.StoreException;
import cbd.coordinator.store.TrialRow;
import cbd.domain.SweepId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A coordinator's store, read where it lies, whether a coordinator runs on it or not. The only class
 * of the command line that knows the store, and its reading side alone: results must be readable
 * when nothing else is left.
 */
final class StoreFile {
  private static final int PAGE = 1000;

  private final Path file;

  StoreFile(Path file) {
    this.file = file;
  }

  /** A sweep's leaderboard. */
  Leaderboard leaderboard(SweepArgument sweep) {
    try (ReadOnlyStore store = ReadOnlyStore.open(file)) {
      String id = sweep.resolve(store.sweeps().stream().map(row -> row.id().toString()).toList());
      List<Entrant> entrants = new ArrayList<>();
      long after = -1;
      List<TrialRow> page;
      do {
        page = store.trials(new SweepId(id), Set.of(), after, PAGE);
        for (TrialRow row : page) {
          entrants.add(new Entrant(row.trial().spec(), row.state(), row.result()));
          after = row.index();
        }
      } while (page.size() == PAGE);
      return Leaderboard.of(entrants);
    } catch (StoreException e) {
      throw new CliFailure(Exit.INVALID, String.valueOf(e.getMessage()));
    }
  }
}
