package cbd.coordinator.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.http.Views;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ScatterPlotTest {

  @Test
  void hasAMarkForEachCellWithResults() throws Exception {
    Document plot =
        drawn(
            Boards.of(
                Boards.cell("badnets", "none", "", 0.9, 1.0),
                Boards.cell("badnets", "cbd", "", 0.8, 0.03),
                Boards.cell("blend", "cbd", "", 0.85, 0.5, "attack failed"),
                Boards.without("blend", "none", 1)));

    List<Element> cells = cells(plot);
    assertThat(cells.stream().map(ScatterPlotTest::title))
        .containsExactly(
            "badnets / none: CA 90.00 ± 1.00, ASR 100.00 ± 1.00, n 3",
            "badnets / cbd: CA 80.00 ± 1.00, ASR 3.00 ± 1.00, n 3",
            "blend / cbd: CA 85.00 ± 1.00, ASR 50.00 ± 1.00, n 3, attack failed");
    // CA runs from 70 % at 70 to 100 % at 550; ASR from 100 % at 50 down to 0 at 530.
    assertThat(mark(cells.get(0)).getAttribute("transform")).isEqualTo("translate(390.0 50.0)");
    assertThat(mark(cells.get(2)).getAttribute("transform")).isEqualTo("translate(310.0 290.0)");
    assertThat(mark(cells.get(1)).getAttribute("d"))
        .isEqualTo(mark(cells.get(2)).getAttribute("d"))
        .isNotEqualTo(mark(cells.get(0)).getAttribute("d"));
    assertThat(mark(cells.get(1)).getAttribute("fill")).isNotEqualTo("#fff");
    assertThat(mark(cells.get(2)).getAttribute("fill")).as("doubtful").isEqualTo("#fff");
    assertThat(texts(plot)).contains("demo-<1>", "none", "cbd", "a  badnets", "b  blend");
  }

  @Test
  void drawsASweepWithoutResults() throws Exception {
    Document plot = drawn(Boards.of(Boards.without("badnets", "none", 1)));

    assertThat(cells(plot)).isEmpty();
    assertThat(texts(plot)).contains("clean accuracy (CA) %", "attack success rate (ASR) %");
  }

  @Test
  void tellsManyDefensesAndAttacksApart() throws Exception {
    List<Views.RowView> rows = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      rows.add(Boards.cell("attack-" + i, "cbd", "t1=" + i, 0.5, 0.5));
    }
    Document plot = drawn(Boards.of(rows.toArray(Views.RowView[]::new)));

    assertThat(
            cells(plot).stream()
                .map(ScatterPlotTest::mark)
                .map(mark -> mark.getAttribute("d") + mark.getAttribute("fill")))
        .doesNotHaveDuplicates();
    assertThat(texts(plot)).contains("z  attack-25", "a2  attack-26");
  }

  private static Document drawn(Views.LeaderboardView board) throws Exception {
    byte[] svg = ScatterPlot.svg(board).getBytes(StandardCharsets.UTF_8);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg));
  }

  /** Groups with a title. */
  private static List<Element> cells(Document plot) {
    return elements(plot.getElementsByTagName("g")).stream()
        .filter(group -> group.getElementsByTagName("title").getLength() == 1)
        .toList();
  }

  private static String title(Element cell) {
    return cell.getElementsByTagName("title").item(0).getTextContent();
  }

  /** The one path of a cell that has a place; the others are its bars. */
  private static Element mark(Element cell) {
    return elements(cell.getElementsByTagName("path")).stream()
        .filter(path -> path.hasAttribute("transform"))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> texts(Document plot) {
    return elements(plot.getElementsByTagName("text")).stream()
        .map(Element::getTextContent)
        .toList();
  }

  private static List<Element> elements(NodeList nodes) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }
}
