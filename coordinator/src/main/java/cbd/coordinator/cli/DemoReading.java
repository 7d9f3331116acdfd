package cbd.coordinator.cli;

import cbd.coordinator.cli.words.Amounts;
import cbd.coordinator.leaderboard.Leaderboard;
import cbd.coordinator.leaderboard.LeaderboardRow;
import cbd.coordinator.leaderboard.Mark;
import cbd.coordinator.leaderboard.Statistic;
import cbd.domain.Defense;
import java.util.ArrayList;
import java.util.List;

/** A leaderboard read aloud, for someone who sees one for the first time. */
final class DemoReading {
  private static final String WORDS =
      "How to read it: CA (clean accuracy) is the share of clean test images that are classified"
          + " correctly. ASR (attack success rate) is the share of test images with the attacker's"
          + " trigger that get the label the attacker wants. A good defense keeps CA high and"
          + " brings ASR down.";

  private DemoReading() {}

  /** Paragraphs: the words, then one for each undefended row and what the defenses did about it. */
  static List<String> of(Leaderboard board) {
    List<String> paragraphs = new ArrayList<>();
    paragraphs.add(WORDS);
    for (LeaderboardRow row : board.rows()) {
      if (row.spec().defense() instanceof Defense.None && row.n() > 0) {
        paragraphs.add(about(row, board));
      }
    }
    return paragraphs;
  }

  private static String about(LeaderboardRow undefended, Leaderboard board) {
    StringBuilder text = new StringBuilder();
    text.append(undefended.attack())
        .append(" on ")
        .append(percent(undefended.poisonRate()))
        .append(" of the training images: trained without a defense, the network has CA ")
        .append(percent(undefended.cleanAccuracy()))
        .append(" and ASR ")
        .append(percent(undefended.attackSuccessRate()));
    if (undefended.marks().contains(Mark.ATTACK_FAILED)) {
      return text.append(". The attack itself did not work, so nothing can be said of a defense.")
          .toString();
    }
    text.append(". CA alone does not show that there is a back door.");
    for (LeaderboardRow row : board.rows()) {
      if (row.n() > 0 && isTwin(row, undefended)) {
        text.append(' ').append(verdict(row, undefended));
      }
    }
    return text.toString();
  }

  private static boolean isTwin(LeaderboardRow row, LeaderboardRow undefended) {
    return !(row.spec().defense() instanceof Defense.None)
        && row.spec().dataset().equals(undefended.spec().dataset())
        && row.spec().model() == undefended.spec().model()
        && row.spec().attack().equals(undefended.spec().attack())
        && row.spec().training().equals(undefended.spec().training());
  }

  private static String verdict(LeaderboardRow row, LeaderboardRow undefended) {
    String scores =
        "ASR is " + percent(row.attackSuccessRate()) + " at CA " + percent(row.cleanAccuracy());
    if (row.marks().contains(Mark.COLLAPSED)) {
      return "With " + row.defense() + ", " + scores + ": it lost too much accuracy to be of use.";
    }
    return mean(row.attackSuccessRate()) < mean(undefended.attackSuccessRate()) / 2
        ? "With " + row.defense() + ", on the same poisoned images, " + scores + "."
        : "With " + row.defense() + ", " + scores + ": it did not help.";
  }

  private static double mean(Statistic statistic) {
    Double mean = statistic.mean();
    return mean == null ? 0 : mean;
  }

  private static String percent(Statistic statistic) {
    return percent(mean(statistic));
  }

  private static String percent(double fraction) {
    return Amounts.percent(fraction).strip();
  }
}
