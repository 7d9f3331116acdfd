package cbd.coordinator.cli.words;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void alignsColumnsAndLeavesNoBlanksAtTheEnd() {
    Table table = new Table();
    table.row("SWEEP", "DONE");
    table.row("demo-3f9c2a10", "4/4", "x");
    table.row("a", "10/200");

    assertThat(table.lines())
        .containsExactly(
            "SWEEP          DONE", "demo-3f9c2a10  4/4     x", "a              10/200");
  }

  @Test
  void breaksProseBetweenWords() {
    String word = "x".repeat(40);

    assertThat(Paragraph.lines(word + " " + word + " " + word))
        .containsExactly(word + " " + word, word);
  }
}
