package cbd.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventPaceTest {
  @Test
  void tellsAFewListenersOfASmallPictureOnceASecond() {
    assertThat(EventPace.millis(30_000, 10)).isEqualTo(1000);
    assertThat(EventPace.millis(1_500_000, 1)).isEqualTo(1000);
    assertThat(EventPace.millis(0, 0)).isEqualTo(1000);
  }

  @Test
  void tellsManyListenersOfALargePictureNoMoreThanTheNetworkCarries() {
    assertThat(EventPace.millis(1_500_000, 50)).isEqualTo(3000);
    assertThat(EventPace.millis(7_500_000, 256)).isEqualTo(76_800);
  }
}
