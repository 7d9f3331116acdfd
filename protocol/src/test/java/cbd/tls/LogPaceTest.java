package cbd.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LogPaceTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final LogPace pace = new LogPace(nanos::get);
  private final List<Long> lines = new ArrayList<>();

  private void say(String kind, int times) {
    for (int i = 0; i < times; i++) {
      pace.line(kind, lines::add);
    }
  }

  private void pass(long seconds) {
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  @Test
  void writesTenAtOnceAndThenOneInTenSecondsWhichTellsOfTheOthers() {
    say("plain", 25);
    assertThat(lines).as("ten, before which none was left out").hasSize(10).containsOnly(0L);
    lines.clear();

    pass(9);
    say("plain", 2);
    assertThat(lines).isEmpty();
    pass(1);
    say("plain", 4);
    assertThat(lines).containsExactly(17L);
    pass(10);
    say("plain", 1);
    assertThat(lines).containsExactly(17L, 3L);
  }

  @Test
  void savesNoMoreThanTenUp() {
    pass(100_000);
    say("plain", 30);
    assertThat(lines).hasSize(10);
  }

  @Test
  void oneKindHidesNoOther() {
    say("plain", 30);
    say("expired", 1);
    assertThat(lines).hasSize(11);
  }

  @Test
  void everNewKindsGainLittle() {
    LongStream.range(0, 10_000).forEach(each -> say("kind " + each, 1));
    assertThat(lines).hasSize(160);
  }
}
