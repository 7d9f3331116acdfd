package cbd.coordinator.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AllowanceTest {
  private final AtomicLong nanos = new AtomicLong(-5);
  private final Allowance allowance = new Allowance(2, 3, nanos::get);

  private int taken(String who, int times) {
    int taken = 0;
    for (int i = 0; i < times; i++) {
      taken += allowance.take(who) ? 1 : 0;
    }
    return taken;
  }

  @Test
  void givesSoManyAtOnceAndThenAtASteadyRate() {
    assertThat(taken("a", 10)).isEqualTo(3);
    nanos.addAndGet(Duration.ofMillis(1500).toNanos());
    assertThat(taken("a", 10)).isEqualTo(3);
    nanos.addAndGet(Duration.ofMillis(500).toNanos());
    assertThat(taken("a", 10)).isEqualTo(1);
    nanos.addAndGet(Duration.ofDays(1).toNanos());
    assertThat(taken("a", 10)).isEqualTo(3);
  }

  @Test
  void countsEachByItself() {
    assertThat(taken("a", 10)).isEqualTo(3);
    assertThat(taken("b", 10)).isEqualTo(3);
  }

  @Test
  void countsWhoeverHasManyAddressesOfIpv6Once() {
    assertThat(taken("[2001:db8:1:2::1]", 2)).isEqualTo(2);
    assertThat(taken("[2001:db8:1:2::2]", 10)).isEqualTo(1);
    assertThat(taken("[2001:db8:1:3::2]", 10)).as("somebody else").isEqualTo(3);
  }

  @Test
  void forgetsThoseWhoDidNothingForLongest() {
    assertThat(taken("first", 3)).isEqualTo(3);
    for (int i = 0; i < 10_000; i++) {
      allowance.take("other-" + i);
    }
    assertThat(taken("first", 3)).isEqualTo(3);
  }
}
