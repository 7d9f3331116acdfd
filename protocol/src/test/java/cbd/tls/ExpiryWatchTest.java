package cbd.tls;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** When a member is warned that its certificate is soon over. */
class ExpiryWatchTest {
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

  private Instant now = NOW;
  private Instant expires = NOW.plus(Duration.ofDays(30));
  private final ExpiryWatch watch = new ExpiryWatch(() -> expires, () -> now);
  private final Logger log = (Logger) LoggerFactory.getLogger(ExpiryWatch.class);
  private final ListAppender<ILoggingEvent> told = new ListAppender<>();

  @BeforeEach
  void listen() {
    told.start();
    log.addAppender(told);
  }

  @AfterEach
  void stopListening() {
    log.detachAppender(told);
  }

  @Test
  void tellsUntilWhenAndIsQuietWhileThatIsFarAway() {
    assertThat(watch.look()).isEqualTo(expires);
    now = expires.minus(Duration.ofDays(21));
    watch.look();

    assertThat(told.list).isEmpty();
  }

  @Test
  void warnsOnceADayWhenItIsSoonOver() {
    now = expires.minus(Duration.ofDays(20));
    watch.look();
    now = now.plus(Duration.ofHours(23));
    watch.look();
    assertThat(told.list).hasSize(1);
    assertThat(told.list.get(0).getLevel()).isEqualTo(Level.WARN);
    assertThat(told.list.get(0).getFormattedMessage())
        .contains("cbd certs renew", "expires=" + expires, "daysLeft=20");

    now = now.plus(Duration.ofHours(1));
    watch.look();
    assertThat(told.list).hasSize(2);
  }

  @Test
  void warnsWhenItIsOverAndNoLongerWhenItWasRenewed() {
    now = expires.plus(Duration.ofDays(2));
    watch.look();
    assertThat(told.list).hasSize(1);

    expires = now.plus(Duration.ofDays(365));
    now = now.plus(Duration.ofDays(3));
    assertThat(watch.look()).isEqualTo(expires);
    assertThat(told.list).hasSize(1);
  }
}
