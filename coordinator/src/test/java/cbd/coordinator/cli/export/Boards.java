package cbd.coordinator.cli.export;

import cbd.coordinator.http.Views;
import cbd.coordinator.leaderboard.Statistic;
import java.util.List;

/** Leaderboards to draw. */
final class Boards {
  private Boards() {}

  /** A sweep's, with these cells. */
  static Views.LeaderboardView of(Views.RowView... rows) {
    return new Views.LeaderboardView("demo-<1>", List.of(rows), List.of("CA & ASR are shares."));
  }

  /** A cell of three seeds with the interval ± .01 and a tenth of the images poisoned. */
  static Views.RowView cell(
      String attack, String defense, String settings, double ca, double asr, String... marks) {
    return row(attack, 0.1, defense, settings, score(ca), score(asr), 3, 0, marks);
  }

  /** An undefended cell of three seeds with another share of the images poisoned. */
  static Views.RowView cell(String attack, double poisonRate, double ca, double asr) {
    return row(attack, poisonRate, "none", "", score(ca), score(asr), 3, 0);
  }

  /** A cell without a result. */
  static Views.RowView without(String attack, String defense, int open) {
    Statistic none = new Statistic(0, null, null, null);
    return row(attack, 0.1, defense, "", none, none, 0, open);
  }

  private static Views.RowView row(
      String attack,
      double poisonRate,
      String defense,
      String settings,
      Statistic ca,
      Statistic asr,
      int n,
      int open,
      String... marks) {
    return new Views.RowView(
        "shapes",
        "wrn-16-1",
        attack,
        poisonRate,
        defense,
        settings,
        null,
        n,
        3,
        0,
        0,
        0,
        open,
        ca,
        ca,
        asr,
        asr,
        asr,
        List.of(marks));
  }

  private static Statistic score(double mean) {
    return new Statistic(3, mean, 0.004, 0.01);
  }
}
