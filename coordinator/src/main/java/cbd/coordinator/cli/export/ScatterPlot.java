package cbd.coordinator.cli.export;

import cbd.coordinator.http.Views;
import cbd.coordinator.leaderboard.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Clean accuracy against attack success rate as SVG, one mark for each cell that has results: its
 * shape and colour are the defense, the letter beside it the attack, its bars the 95 % intervals.
 * Cells with a reason for doubt are hollow.
 */
final class ScatterPlot {
  private static final int LEFT = 70;
  private static final int TOP = 50;
  private static final int SIDE = 480;
  private static final int LEGEND = LEFT + SIDE + 30;
  private static final int LINE = 20;

  /** Of Okabe and Ito, told apart with any colour vision. */
  private static final List<String> COLOURS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#000000");

  /** Paths around the origin, of equal weight to the eye. */
  private static final List<String> SHAPES =
      List.of(
          "M-5-5H5V5H-5Z",
          "M0-6.5L6 4.5H-6Z",
          "M0-7L7 0L0 7L-7 0Z",
          "M0 6.5L6-4.5H-6Z",
          "M-5.5 0A5.5 5.5 0 1 1 5.5 0A5.5 5.5 0 1 1-5.5 0Z");

  private final List<Views.RowView> rows;
  private final CellNames names;
  private final List<String> attacks;
  private final List<String> defenses;

  /** The least CA of the horizontal axis, a multiple of a tenth; it ends at 1. */
  private final double least;

  private ScatterPlot(List<Views.RowView> all) {
    rows =
        all.stream()
            .filter(row -> row.cleanAccuracy().mean() != null)
            .filter(row -> row.attackSuccessRate().mean() != null)
            .toList();
    names = CellNames.of(all);
    attacks = rows.stream().map(names.attack()).distinct().toList();
    defenses = rows.stream().map(names.defense()).distinct().toList();
    double lowest = rows.stream().mapToDouble(row -> low(row.cleanAccuracy())).min().orElse(0);
    least = Math.min(0.9, Math.max(0, Math.floor(lowest * 10) / 10));
  }

  /** The figure, with its title. */
  static String svg(Views.LeaderboardView board) {
    ScatterPlot plot = new ScatterPlot(board.rows());
    int height =
        Math.max(TOP + SIDE + 70, TOP + LINE * (plot.attacks.size() + plot.defenses.size() + 5));
    StringBuilder svg = new StringBuilder();
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 900 ").append(height);
    svg.append("\" role=\"img\" font-family=\"sans-serif\" font-size=\"13\">\n");
    svg.append("<title>").append(Markup.escaped(board.sweep())).append(": CA and ASR</title>\n");
    svg.append("<rect width=\"900\" height=\"").append(height).append("\" fill=\"#fff\"/>\n");
    svg.append(text(LEFT, 28, "start", board.sweep()));
    plot.axes(svg);
    plot.rows.forEach(row -> plot.cell(svg, row));
    plot.legend(svg);
    return svg.append("</svg>\n").toString();
  }

  private void axes(StringBuilder svg) {
    for (int tenth = 0; tenth <= 10; tenth += 2) {
      double y = y(tenth / 10.0);
      svg.append(line(LEFT, y, LEFT + SIDE, y, "#ddd"));
      svg.append(text(LEFT - 8, y + 4, "end", "" + 10 * tenth));
    }
    long steps = Math.round((1 - least) * 10);
    for (long step = 0; step <= steps; step++) {
      double share = least + step / 10.0;
      svg.append(line(x(share), TOP, x(share), TOP + SIDE, "#ddd"));
      svg.append(text(x(share), TOP + SIDE + 18, "middle", "" + Math.round(100 * share)));
    }
    svg.append(text(LEFT + SIDE / 2.0, TOP + SIDE + 45, "middle", "clean accuracy (CA) %"));
    svg.append("<g transform=\"translate(22 " + (TOP + SIDE / 2) + ") rotate(-90)\">");
    svg.append(text(0, 0, "middle", "attack success rate (ASR) %").strip()).append("</g>\n");
  }

  private void cell(StringBuilder svg, Views.RowView row) {
    Statistic ca = row.cleanAccuracy();
    Statistic asr = row.attackSuccessRate();
    double x = x(Objects.requireNonNull(ca.mean()));
    double y = y(Objects.requireNonNull(asr.mean()));
    int defense = defenses.indexOf(names.defense().apply(row));
    String attack = names.attack().apply(row);
    svg.append("<g><title>")
        .append(
            Markup.escaped(
                attack
                    + " / "
                    + names.defense().apply(row)
                    + ": CA "
                    + Percent.of(ca)
                    + ", ASR "
                    + Percent.of(asr)
                    + ", n "
                    + row.n()
                    + (row.marks().isEmpty() ? "" : ", " + String.join(", ", row.marks()))))
        .append("</title>\n");
    svg.append(line(x(low(ca)), y, x(high(ca)), y, colour(defense)));
    svg.append(line(x, y(low(asr)), x, y(high(asr)), colour(defense)));
    svg.append(mark(x, y, defense, row.marks().isEmpty()));
    if (attacks.size() > 1) {
      svg.append(text(x + 9, y - 6, "start", letter(attacks.indexOf(attack))));
    }
    svg.append("</g>\n");
  }

  private void legend(StringBuilder svg) {
    double y = TOP + LINE;
    for (int i = 0; i < defenses.size(); i++, y += LINE) {
      svg.append(mark(LEGEND, y - 4, i, true));
      svg.append(text(LEGEND + 16, y, "start", defenses.get(i)));
    }
    y += LINE;
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < attacks.size(); i++) {
      lines.add((attacks.size() > 1 ? letter(i) + "  " : "attack: ") + attacks.get(i));
    }
    lines.add("bars: 95 % intervals");
    lines.add("hollow: doubtful, see the leaderboard");
    lines.add("best: right and low");
    for (String each : lines) {
      svg.append(text(LEGEND - 6, y, "start", each));
      y += LINE;
    }
  }

  private static String mark(double x, double y, int defense, boolean filled) {
    return "<path transform=\"translate(%s %s)\" d=\"%s\" fill=\"%s\" stroke=\"%s\"/>\n"
        .formatted(
            number(x),
            number(y),
            SHAPES.get(defense % SHAPES.size()),
            filled ? colour(defense) : "#fff",
            colour(defense));
  }

  private static String colour(int defense) {
    return COLOURS.get(defense % COLOURS.size());
  }

  private static String line(double x1, double y1, double x2, double y2, String colour) {
    return "<path d=\"M%s %sL%s %s\" stroke=\"%s\"/>\n"
        .formatted(number(x1), number(y1), number(x2), number(y2), colour);
  }

  private static String text(double x, double y, String anchor, String text) {
    return "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
        .formatted(number(x), number(y), anchor, Markup.escaped(text));
  }

  /** {@code a} to {@code z}, then {@code a2} and so on. */
  private static String letter(int index) {
    return (char) ('a' + index % 26) + (index < 26 ? "" : "" + (index / 26 + 1));
  }

  private static double low(Statistic score) {
    return Math.max(0, Objects.requireNonNullElse(score.mean(), 0.0) - interval(score));
  }

  private static double high(Statistic score) {
    return Math.min(1, Objects.requireNonNullElse(score.mean(), 0.0) + interval(score));
  }

  private static double interval(Statistic score) {
    return Objects.requireNonNullElse(score.ci95(), 0.0);
  }

  private double x(double ca) {
    return LEFT + SIDE * (ca - least) / (1 - least);
  }

  private static double y(double asr) {
    return TOP + SIDE * (1 - asr);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
