package cbd.coordinator.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LogTextTest {
  private static String of(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return LogText.of(bytes, 0, bytes.length);
  }

  @Test
  void leavesOrdinaryTextAsItIs() {
    String text = "22:01 INFO Größe\tß=0.5 <b>&amp; 日本 🙂\n\n";
    assertThat(of(text)).isEqualTo(text);
  }

  @Test
  void leavesOutEscapeSequencesWhole() {
    assertThat(of("\u001b[31;1mred\u001b[0m")).isEqualTo("red");
    assertThat(of("\u009b2Jgone")).as("the one-character introducer").isEqualTo("gone");
    assertThat(of("a\u001b]0;title\u0007b")).as("a terminal's title").isEqualTo("ab");
    assertThat(of("a\u001b]8;;http://evil\u001b\\link\u001b]8;;\u001b\\b")).isEqualTo("alinkb");
    assertThat(of("a\u001bPq#0;2\u001b\\b")).as("pictures").isEqualTo("ab");
    assertThat(of("a\u001b]52;c;cm0gLXJm\nb")).as("up to the line's end").isEqualTo("a\nb");
    assertThat(of("a\u001bcb")).as("a reset").isEqualTo("ab");
    assertThat(of("a\u001b[")).isEqualTo("a");
  }

  @Test
  void showsOtherControlCharactersAsWhatCannotBeShown() {
    assertThat(of("a\u0000b\bc\u007fd\u0085e")).isEqualTo("a\ufffdb\ufffdc\ufffdd\ne");
    assertThat(of("user\u202egpj.exe\u2066x\u200f")).isEqualTo("user\ufffdgpj.exe\ufffdx\ufffd");
    assertThat(LogText.of(new byte[] {'a', (byte) 0xFF, (byte) 0xC3}, 0, 3))
        .isEqualTo("a\ufffd\ufffd");
  }

  @Test
  void endsALineAtACarriageReturn() {
    assertThat(of("10 %\r20 %\r\nnext\r\r\n\u2028x")).isEqualTo("10 %\n20 %\nnext\n\nx");
  }

  @Test
  void letsNothingThroughThatATerminalObeys() {
    Random random = new Random(7);
    byte[] bytes = new byte[4096];
    for (int round = 0; round < 500; round++) {
      random.nextBytes(bytes);
      for (int i = 0; i < bytes.length; i += 7) {
        bytes[i] = (byte) "\u001b[]P\\\u0007;m".charAt(random.nextInt(8));
      }
      assertThat(
              LogText.of(bytes, 0, bytes.length)
                  .chars()
                  .filter(c -> c != '\n' && c != '\t' && Character.isISOControl(c)))
          .isEmpty();
    }
  }
}
