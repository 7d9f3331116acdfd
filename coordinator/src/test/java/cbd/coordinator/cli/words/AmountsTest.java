package cbd.coordinator.cli.words;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AmountsTest {

  @Test
  void countsOneAndMany() {
    assertThat(Amounts.count(0, "trial")).isEqualTo("0 trials");
    assertThat(Amounts.count(1, "trial")).isEqualTo("1 trial");
    assertThat(Amounts.count(1200, "cell")).isEqualTo("1,200 cells");
  }

  @Test
  void showsFractionsAsPercent() {
    assertThat(Amounts.percent(0.0734)).isEqualTo("  7.3 %");
    assertThat(Amounts.percent(1)).isEqualTo("100.0 %");
  }

  @Test
  void showsDurationsInTwoUnits() {
    assertThat(Amounts.seconds(-1)).isEqualTo("0 s");
    assertThat(Amounts.seconds(59.4)).isEqualTo("59 s");
    assertThat(Amounts.seconds(59.6)).isEqualTo("1 min");
    assertThat(Amounts.seconds(80)).isEqualTo("1 min 20 s");
    assertThat(Amounts.seconds(3600)).isEqualTo("1 h");
    assertThat(Amounts.seconds(3 * 3600 + 5 * 60 + 20)).isEqualTo("3 h 5 min");
    assertThat(Amounts.seconds(50 * 3600)).isEqualTo("2 d 2 h");
  }

  @Test
  void bytesHaveTwoDigitsAtLeast() {
    assertThat(Amounts.bytes(640)).isEqualTo("640 bytes");
    assertThat(Amounts.bytes(3_400_000)).isEqualTo("3.4 MB");
    assertThat(Amounts.bytes(12_400_000_000.0)).isEqualTo("12 GB");
    assertThat(Amounts.bytes(999_600)).isEqualTo("1.0 MB");
  }
}
