package cbd.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=2-4, 2, 3",
    "bytes=7-, 7, 3",
    "bytes=7-999, 7, 3",
    "bytes=-3, 7, 3",
    "bytes=-99, 0, 10",
    "bytes=10-, 10, 0",
    "bytes=-0, 10, 0"
  })
  void readsOnePart(String header, long from, long length) {
    assertThat(ByteRange.parse(header, 10)).hasValue(new ByteRange(from, length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes=-",
        "bytes=3-2",
        "bytes=0-1,3-4",
        "lines=1-2",
        "bytes=a-b",
        "bytes=0-1e3",
        "bytes=99999999999999999999-",
        "bytes"
      })
  void takesEverythingElseForTheWhole(String header) {
    assertThat(ByteRange.parse(header, 10)).isEmpty();
    assertThat(ByteRange.parse(null, 10)).isEmpty();
  }

  @Test
  void saysWhichPartOfHowMuchItIs() {
    assertThat(new ByteRange(7, 3).of(10)).isEqualTo("bytes 7-9/10");
  }
}
