package cbd.wire.kryo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.wire.Wire;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WireTableTest {

  /** The leaves of the sealed protocols. */
  static Set<Class<?>> messages() {
    return leaves(Wire.class).collect(Collectors.toSet());
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(WireTableTest::leaves)
        : Stream.of(type);
  }

  @Test
  void hasALineForEveryMessageOfTheProtocols() {
    assertThat(WireTable.LINES.stream().<Class<?>>map(WireTable.Line::type))
        .containsExactlyInAnyOrderElementsOf(messages());
  }

  @Test
  void givesNoManifestAndNoIdTwice() {
    assertThat(WireTable.LINES.stream().map(WireTable.Line::manifest))
        .doesNotHaveDuplicates()
        .allMatch(manifest -> manifest.matches("[a-z]{2,3}[1-9]\\d*"));
    assertThat(
            Stream.concat(
                WireTable.LINES.stream().map(WireTable.Line::id),
                WireTable.PARTS.stream().map(WireTable.Part::id)))
        .doesNotHaveDuplicates()
        .allMatch(id -> id >= 30);
  }

  @Test
  void refusesWhatHasNoLine() {
    assertThatThrownBy(() -> WireTable.of((Object) "a text"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.String has no line");
    assertThatThrownBy(() -> WireTable.of("zz9"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'zz9'");
  }
}
