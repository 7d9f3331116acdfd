package cbd.coordinator.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost",
        "127.0.0.1",
        "127.1.2.3",
        "[::1]",
        "::1",
        "0:0:0:0:0:0:0:1"
      })
  void isThisMachine(String host) {
    assertThat(Loopback.contains(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "127.0.0.1.example.org",
        "127.evil.example",
        "localhost.example.org",
        "10.127.0.0.1",
        "10.0.0.1",
        "[::2]",
        "[2001:db8::1]",
        "0.0.0.0",
        "head"
      })
  void isAnother(String host) {
    assertThat(Loopback.contains(host)).isFalse();
  }
}
