package cbd.coordinator.cli;

import cbd.coordinator.cli.export.SweepResults;
import cbd.coordinator.http.SweepBoard;
import cbd.coordinator.http.SweepPages;
import cbd.coordinator.http.Views;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.domain.SweepId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Read where a store lies. All tables are of one reading of the leaderboard. */
final class StoredResults implements SweepResults {
  private static final int PAGE = 1000;

  /** Fewer, for each has as many measurements as epochs. */
  private static final int CURVES = 100;

  private final ReadOnlyStore store;
  private final SweepId id;
  private final String name;
  private @Nullable SweepBoard board;

  /**
   * @param name the store's, for people
   */
  StoredResults(ReadOnlyStore store, SweepId id, String name) {
    this.store = store;
    this.id = id;
    this.name = name;
  }

  private SweepBoard read() {
    SweepBoard known = board;
    if (known == null) {
      known = SweepBoard.of(store, id);
      board = known;
    }
    return known;
  }

  @Override
  public String source() {
    return "the store " + name;
  }

  @Override
  public Views.SweepView sweep() {
    return SweepPages.sweep(store, id);
  }

  @Override
  public String text() {
    return store.sweepText(id).orElseThrow();
  }

  @Override
  public Views.LeaderboardView board() {
    return read().view();
  }

  @Override
  public String board(String format) {
    BoardFormat asked =
        format.equals("text")
            ? BoardFormat.TABLE
            : BoardFormat.valueOf(format.toUpperCase(Locale.ROOT));
    return asked.text(read());
  }

  @Override
  public List<Views.TrialView> trials() {
    List<Views.TrialView> trials = new ArrayList<>();
    Long after = -1L;
    while (after != null) {
      Views.TrialPage page = SweepPages.trials(store, id, Set.of(), after, PAGE);
      trials.addAll(page.trials());
      after = page.next();
    }
    return trials;
  }

  @Override
  public void curves(Consumer<Views.CurveView> reader) {
    Long after = -1L;
    while (after != null) {
      Views.CurvePage page = SweepPages.curves(store, id, after, CURVES);
      page.curves().forEach(reader);
      after = page.next();
    }
  }
}
