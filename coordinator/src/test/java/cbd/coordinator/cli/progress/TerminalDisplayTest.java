package cbd.coordinator.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.cli.Pictures;
import cbd.coordinator.http.Views;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalDisplayTest {
  private static final String UP_TWO = "\033[2A\r\033[J";

  private final StringWriter text = new StringWriter();
  private final TerminalDisplay display = new TerminalDisplay(new PrintWriter(text), 72);

  @Test
  void keepsBarAndRunningTrialsInTheirPlaceAndLetsEndingsScrollAway() {
    Views.Live live =
        new Views.Live(List.of(Pictures.running("a", 1)), 2, new Views.Eta(62, 50, 90));
    display.show(Pictures.sweep(live, "leased=1", "queued=1"), List.of());
    display.show(
        Pictures.sweep(live, "leased=1", "succeeded=1"),
        List.of(Pictures.trial("b", "succeeded", null)));

    List<String> lines = List.of(text.toString().split("\n", 0));
    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).startsWith("demo-3f9c2a10").contains("0/2").contains("0:01:02");
    assertThat(lines.get(1)).startsWith("  badnets 10% / cbd");
    assertThat(lines.get(2)).startsWith(UP_TWO + "done");
    assertThat(lines.get(3)).startsWith("demo-3f9c2a10").contains(" 50%").contains("1/2");
  }

  @Test
  void neverLetsALineWrap() {
    display.show(Pictures.sweep(List.of(Pictures.running("a", 1)), "leased=1"), List.of());

    assertThat(text.toString().lines()).allMatch(line -> line.length() < 72);
  }

  @Test
  void showsNoMoreLinesThanAScreenHas() {
    List<Views.RunningView> running = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      running.add(Pictures.running("trial" + i, 1));
    }

    display.show(Pictures.sweep(running, "leased=40"), List.of());

    assertThat(text.toString().lines()).hasSize(18).last().isEqualTo("  and 24 more");
  }
}
