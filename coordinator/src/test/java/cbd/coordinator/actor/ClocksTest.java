package cbd.coordinator.actor;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.WorkerId;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** When people are told that a worker's clock differs. */
class ClocksTest {
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final WorkerId WORKER = new WorkerId("gpu-1");

  private final Clocks clocks = new Clocks();
  private final Logger log = (Logger) LoggerFactory.getLogger(Clocks.class);
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
  void tellsOnceWhenTwoReadingsAgree() {
    read(9);
    assertThat(told.list).as("one reading may have been long on its way").isEmpty();
    read(9);
    read(9);
    assertThat(told.list).hasSize(1);
    assertThat(told.list.get(0).getFormattedMessage()).contains("worker=gpu-1 aheadSeconds=9.0");
  }

  @Test
  void tellsAgainWhenItWasRightMeanwhile() {
    read(-9);
    read(-9);
    read(0);
    read(-9);
    assertThat(told.list).hasSize(1);
    read(-9);
    assertThat(told.list).hasSize(2);
  }

  @Test
  void readingsThatWaitedWhileThisProcessStoodStillAreNoDifference() {
    for (int late = 60; late >= 0; late -= 10) {
      read(-late);
    }
    assertThat(told.list).isEmpty();
  }

  private void read(int ahead) {
    clocks.told(WORKER, NOW.plusSeconds(ahead), NOW);
  }
}
