package cbd.coordinator.cli.words;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.cli.Pictures;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrialWordsTest {

  @Test
  void namesATrialByWhatTellsItApart() {
    assertThat(TrialWords.of(Pictures.spec())).isEqualTo("badnets 10% / cbd / repeat 0");
  }

  @Test
  void namesAnAttackItHasNeverHeardOf() {
    Map<String, Object> spec =
        Map.of(
            "attack", Map.of("type", "trojan", "poisonRate", 0.005), "defense", "abl", "repeat", 2);

    assertThat(TrialWords.of(Map.copyOf(spec))).isEqualTo("trojan 0.5% / abl / repeat 2");
  }

  @Test
  void showsScoresWhenThereAreSome() {
    assertThat(TrialWords.scores(Pictures.running("a", 2).lastEpoch()))
        .isEqualTo("CA  91.2 %  ASR   4.1 %");
    assertThat(TrialWords.scores(null)).isEmpty();
  }
}
