package cbd.coordinator.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.cli.Pictures;
import cbd.coordinator.cli.words.TrialNames;
import cbd.coordinator.http.Views;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalDisplayTest {
  private static final String UP_FOUR = "\033[4A\r\033[J";

  private final StringWriter text = new StringWriter();
  private final TerminalDisplay display =
      new TerminalDisplay(new PrintWriter(text), 72, TrialNames.PLAIN, true);

  @Test
  void keepsBarAndRunningTrialsInTheirPlaceAndLetsEndingsScrollAway() {
    Views.Live live =
        new Views.Live(List.of(Pictures.running("a", 1)), 2, new Views.Eta(62, 50, 90));
    display.show(Pictures.sweep(live, "leased=1", "queued=1"), List.of());
    display.show(
        Pictures.sweep(live, "leased=1", "succeeded=1"),
        List.of(Pictures.trial("b", "succeeded", null)));

    List<String> lines = List.of(text.toString().split("\n", 0));
    assertThat(lines).hasSize(8);
    assertThat(lines.get(0)).startsWith("demo-3f9c2a10").contains("0/2").contains("0:01:02");
    assertThat(lines.get(1)).startsWith("  0/2 trials done, 1 running, 1 queued, about 1 min 2 s");
    assertThat(lines.get(2)).isEqualTo("  min 30 s)");
    assertThat(lines.get(3)).startsWith("  badnets 10% / cbd");
    assertThat(lines.get(4)).startsWith(UP_FOUR + "done");
    assertThat(lines.get(5)).startsWith("demo-3f9c2a10").contains(" 50%").contains("1/2");
  }

  @Test
  void theBarFollowsASweepThatGrows() {
    display.show(Pictures.sweep(List.of(), "succeeded=4"), List.of());
    display.show(Pictures.sweep(List.of(), "succeeded=4", "queued=4"), List.of());

    assertThat(text.toString().lines().filter(line -> line.contains("demo-3f9c2a10")))
        .satisfiesExactly(
            line -> assertThat(line).contains("100%", "4/4"),
            line -> assertThat(line).contains(" 50%", "4/8"));
  }

  @Test
  void saysWholeThatNobodyIsThereToTrain() {
    display.show(Pictures.sweep(new Views.Live(List.of(), 0, null), "queued=2"), List.of());

    assertThat(text.toString().replaceAll("\\s+", " "))
        .contains("no worker is there that takes work (start one: cbd worker --join HOST:PORT;")
        .contains("cbd workers lists those that do not)");
    assertThat(text.toString().lines()).allMatch(line -> line.length() < 72);
  }

  @Test
  void aFailureIsRedUnlessNoColourIsWanted() {
    List<Views.TrialView> failed = List.of(Pictures.trial("b", "failed", "out of memory"));
    display.show(Pictures.sweep(List.of(), "failed=1"), failed);
    assertThat(text.toString()).contains("\033[31mFAILED ").contains("out of memory\033[0m\n");

    StringWriter plain = new StringWriter();
    new TerminalDisplay(new PrintWriter(plain), 72, TrialNames.PLAIN, false)
        .show(Pictures.sweep(List.of(), "failed=1"), failed);
    assertThat(plain.toString()).startsWith("FAILED ").doesNotContain("\033");
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

    assertThat(text.toString().lines()).hasSize(18).last().isEqualTo("  and 25 more");
  }
}
