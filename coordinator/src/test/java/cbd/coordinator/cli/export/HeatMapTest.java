package cbd.coordinator.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeatMapTest {
  private static final String PAGE =
      HeatMap.html(
          Boards.of(
              Boards.cell("badnets", "none", "", 0.912, 1.0),
              Boards.cell("badnets", "cbd", "t1=4", 0.874, 0.03),
              Boards.cell("badnets", "cbd", "t1=5", 0.101, 0.0, "collapsed"),
              Boards.cell("blend", "none", "", 0.905, 0.98),
              Boards.without("blend", "cbd · t1=4", 1)));

  private final List<String> lines = PAGE.lines().toList();

  @Test
  void hasANumberWithItsIntervalInEachColouredCell() {
    assertThat(PAGE)
        .contains(
            "rgba(213, 94, 0, 0.018)\"><strong>3.00 ± 1.00</strong> n=3</td>",
            "rgba(213, 94, 0, 0.600)\"><strong>100.00 ± 1.00</strong> n=3</td>",
            "rgba(0, 114, 178, 0.547)\"><strong>91.20 ± 1.00</strong> n=3</td>",
            "<strong>10.10 ± 1.00</strong> n=3<small>⚠ collapsed</small></td>");
  }

  @Test
  void hasARowForEachAttackAndAColumnForEachDefense() {
    assertThat(lines.stream().filter(line -> line.contains("<th scope=\"col\">attack")))
        .hasSize(2)
        .allSatisfy(
            line -> assertThat(line).containsSubsequence("none", "cbd · t1=4", "cbd · t1=5"));
    assertThat(lines.stream().filter(line -> line.startsWith("<tr><th scope=\"row\">blend</th>")))
        .hasSize(2)
        .allSatisfy(
            line -> assertThat(line).contains("<td>not yet</td>", "<td>not in the sweep</td>"));
  }

  @Test
  void leavesOutWhatIsTheSameInAllCells() {
    assertThat(PAGE).doesNotContain("shapes", "wrn-16-1", "10 %");
  }

  @Test
  void keepsEveryCellHoweverCloseTheRates() {
    String page =
        HeatMap.html(
            Boards.of(
                Boards.cell("badnets", 0.0005, 0.911, 0.11),
                Boards.cell("badnets", 0.001, 0.922, 0.22),
                Boards.cell("badnets", 0.00004, 0.933, 0.33),
                Boards.cell("badnets", 0.00005, 0.944, 0.44)));

    assertThat(page)
        .contains(
            "badnets · 0.05 %</th>",
            "badnets · 0.1 %</th>", "badnets · 0.004 %</th>", "badnets · 0.005 %</th>")
        .contains("91.10 ±", "92.20 ±", "93.30 ±", "94.40 ±");
  }

  @Test
  void needsNothingFromOutsideAndLetsTextBeText() {
    assertThat(PAGE)
        .doesNotContain("<script", "http:", "https:", "src=", "<1>")
        .contains("<h1>demo-&lt;1&gt;: attacks × defenses</h1>", "<li>CA &amp; ASR are shares.");
  }
}
