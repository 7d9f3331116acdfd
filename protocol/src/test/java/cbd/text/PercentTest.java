package cbd.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PercentTest {
  @Test
  void showsWhatWasChosenAndNoMoreDigits() {
    assertThat(Percent.exactly(0.1)).isEqualTo("10");
    assertThat(Percent.exactly(0.0005)).isEqualTo("0.05");
    assertThat(Percent.exactly(0.00004)).isEqualTo("0.004");
    assertThat(Percent.exactly(1)).isEqualTo("100");
    assertThat(Percent.exactly(0.0)).isEqualTo("0");
  }
}
