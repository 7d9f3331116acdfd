package cbd.coordinator.cli.export;

import cbd.coordinator.http.Views;
import java.util.List;
import java.util.function.Consumer;

/** A sweep with its results, wherever they are read from. */
public interface SweepResults {

  /** Where they are read from, in words. */
  String source();

  /** The sweep and how far it is. */
  Views.SweepView sweep();

  /** The sweep file as it was submitted. */
  String text();

  /** Its leaderboard for programs. */
  Views.LeaderboardView board();

  /**
   * Its leaderboard as text.
   *
   * @param format csv, text, md or latex
   */
  String board(String format);

  /** All its trials in grid order. */
  List<Views.TrialView> trials();

  /** The curves of all its trials in grid order, one at a time, for there may be many. */
  void curves(Consumer<Views.CurveView> reader);
}
