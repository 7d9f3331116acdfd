package cbd.coordinator.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CsvTest {

  @Test
  void quotesWhatWouldEndAField() {
    assertThat(Csv.line(Arrays.asList("a", null, 0.5, "x,y", "say \"no\"", "two\nlines")))
        .isEqualTo("a,,0.5,\"x,y\",\"say \"\"no\"\"\",\"two\nlines\"\r\n");
  }
}
