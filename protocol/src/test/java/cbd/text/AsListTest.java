package cbd.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsListTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0..2 | [0, 1, 2]",
        "[0..2] | [0, 1, 2]",
        "5-8 | [5, 6, 7, 8]",
        "3 to 3 | [3]",
        "0..99 | [0, 1, …, 99]"
      })
  void writesARangeOut(String typed, String meant) {
    assertThat(AsList.hint(Tree.Scalar.of(typed))).isEqualTo("; write " + meant);
  }

  @Test
  void writesARangeOutWhereANumberMustStand() {
    assertThat(AsList.hintOfRange(Tree.Scalar.of("0..2")))
        .isEqualTo("; a list holds its values one by one: 0, 1, 2");
    assertThat(AsList.hintOfRange(Tree.Scalar.of("2..0"))).isEmpty();
    assertThat(AsList.hintOfRange(Tree.Scalar.of("first"))).isEmpty();
    assertThat(AsList.hintOfRange(Tree.Sequence.of(List.of()))).isEmpty();
  }

  @Test
  void putsASingleValueIntoBrackets() {
    assertThat(AsList.hint(Tree.Scalar.of("cbd"))).isEqualTo("; write [cbd]");
    assertThat(AsList.hint(Tree.Scalar.of("2-x"))).isEqualTo("; write [2-x]");
  }

  @Test
  void staysSilentAboutWhatIsNoSingleValueAndAboutARangeThatEndsBeforeItBegins() {
    assertThat(AsList.hint(Tree.Scalar.of("2..0"))).isEmpty();
    assertThat(AsList.hint(Tree.Mapping.of(Map.of()))).isEmpty();
    assertThat(AsList.hint(Tree.Sequence.of(List.of()))).isEmpty();
  }
}
