package cbd.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  private static final List<String> KEYS =
      List.of("poisonRate", "mapping", "alpha", "maskSeed", "t1");

  @ParameterizedTest
  @CsvSource({
    "poisnRate, poisonRate",
    "poison_rate, poisonRate",
    "poison-rate, poisonRate",
    "POISONRATE, poisonRate",
    "mappign, mapping",
    "aplha, alpha",
    "T_1, t1",
    "t2, t1"
  })
  void findsWhatWasMeant(String typed, String meant) {
    assertThat(Nearest.of(typed, KEYS)).contains(meant);
    assertThat(Nearest.hint(typed, KEYS)).isEqualTo("; did you mean " + meant + "?");
  }

  @Test
  void knowsWhatOtherProgramsSay() {
    assertThat(Nearest.of("lr", List.of("lrGamma", "learningRate"))).contains("learningRate");
    assertThat(Nearest.of("off", List.of("none", "standard"))).contains("none");
    assertThat(Nearest.of("seeds", List.of("repeat", "attack"))).contains("repeat");
    assertThat(Nearest.of("lr", KEYS)).isEmpty();
  }

  @Test
  void looksForAPathAmongItsSiblingsFirst() {
    List<String> paths = List.of("training", "training.learningRate", "attack.poisonRate");
    assertThat(Nearest.ofPaths("training.lr", paths)).contains("training.learningRate");
    assertThat(Nearest.ofPaths("trainin", paths)).contains("training");
    assertThat(Nearest.ofPaths("atack.poisonRate", paths)).contains("attack.poisonRate");
    assertThat(Nearest.ofPaths("defense.t1", paths)).isEmpty();
  }

  @Test
  void staysSilentWhenNothingIsNear() {
    assertThat(Nearest.of("epochs", KEYS)).isEmpty();
    assertThat(Nearest.of("x".repeat(100_000), KEYS)).isEmpty();
    assertThat(Nearest.of("", List.of())).isEmpty();
    assertThat(Nearest.hint("epochs", KEYS)).isEmpty();
  }

  @Test
  void countsASwapAsOneError() {
    assertThat(Nearest.distance("abcd", "abdc")).isEqualTo(1);
    assertThat(Nearest.distance("abcd", "bcd")).isEqualTo(1);
    assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Nearest.distance("", "abc")).isEqualTo(3);
  }
}
