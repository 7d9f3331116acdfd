package cbd.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySizeTest {

  @ParameterizedTest
  @CsvSource({
    "6 GiB, 6442450944",
    "6GiB, 6442450944",
    "6 GB, 6000000000",
    "500MB, 500000000",
    "1.5g, 1500000000",
    "0.001 KiB, 2",
    "999999.999 TiB, 1099511626676488373"
  })
  void readsBinaryAndDecimalUnits(String text, long bytes) {
    assertThat(MemorySize.bytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"6", "", "GiB", "6 GiBs", "-1 GB", "1e3 MB", "1.2345 GB"})
  void refusesWhatIsNoSize(String text) {
    assertThatThrownBy(() -> MemorySize.bytes(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isToldInBinaryUnits() {
    assertThat(MemorySize.words(6L << 30)).isEqualTo("6 GiB");
    assertThat(MemorySize.words(6_000_000_000L)).isEqualTo("5.58 GiB");
    assertThat(MemorySize.words(81_559L << 20)).isEqualTo("79.64 GiB");
    assertThat(MemorySize.words(100)).isEqualTo("100 bytes");
    assertThat(MemorySize.words(0)).isEqualTo("0 bytes");
    assertThat(MemorySize.words(1500L << 40)).isEqualTo("1500 TiB");
  }
}
