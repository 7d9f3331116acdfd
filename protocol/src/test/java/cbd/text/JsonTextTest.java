package cbd.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cbd.yaml.YamlText;
import java.math.BigInteger;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "-0.5",
        "9223372036854775807",
        "-9223372036854775809",
        "\"\"",
        "[]",
        "{}",
        "[1,[2,{\"a\":[]}],{}]",
        "{\"a\":1,\"b\":{\"c\":null}}",
        "\"a\\\"b\\\\c\\nd\\te\\u0000\\u001b\\u007f\\u0085\\u2028\\ufeff\\ud800 \uD83D\uDE00 ü/\""
      })
  void writesWhatItReads(String json) {
    assertThat(JsonText.write(JsonText.parse(json))).isEqualTo(json);
  }

  @Test
  void readsEveryEscapeAndAllWhiteSpace() {
    Tree tree =
        JsonText.parse("\t[ \"\\/\\b\\f\\r\\n\\t\\u00E9\\uD83D\\uDE00\" ,\r\n1e2 , 1E-2]\n");

    assertThat(((Tree.Sequence) tree).items())
        .extracting(item -> ((Tree.Scalar) item).value())
        .containsExactly("/\b\f\r\n\té\uD83D\uDE00", 100.0, 0.01);
  }

  @Test
  void keepsNumbersBeyondLong() {
    assertThat(((Tree.Scalar) JsonText.parse("12345678901234567890123")).value())
        .isEqualTo(new BigInteger("12345678901234567890123"));
  }

  @Test
  void knowsWhereValuesStand() {
    Tree.Mapping tree = (Tree.Mapping) JsonText.parse("{\n  \"a\": [1,\n 22]}");
    Tree.Sequence list = (Tree.Sequence) tree.get("a");

    assertThat(tree.entries().get("a").keyAt()).isEqualTo(new Location(2, 3));
    assertThat(list.at()).isEqualTo(new Location(2, 8));
    assertThat(list.items().get(1).at()).isEqualTo(new Location(3, 2));
  }

  @Test
  void prettyTextIsIndentedAndReadsBack() {
    Tree tree = JsonText.parse("{\"a\":[1,{\"b\":[]}],\"c\":{}}");

    assertThat(JsonText.pretty(tree))
        .isEqualTo(
            """
            {
              "a": [
                1,
                {
                  "b": []
                }
              ],
              "c": {}
            }
            """);
    assertThat(JsonText.write(JsonText.parse(JsonText.pretty(tree))))
        .isEqualTo(JsonText.write(tree));
  }

  @Test
  void writesNullForWhatIsNoNumber() {
    Tree tree = Tree.Sequence.of(List.of(Tree.Scalar.of(Double.NaN), Tree.Scalar.of(1.0)));

    assertThat(JsonText.write(tree)).isEqualTo("[null,1.0]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[1,]",
        "[1 2]",
        "{\"a\" 1}",
        "{a:1}",
        "{\"a\":1,}",
        "{\"a\":1,\"a\":2}",
        "01",
        "1.",
        ".5",
        "+1",
        "-",
        "1e",
        "NaN",
        "Infinity",
        "tru",
        "nul",
        "'a'",
        "\"a",
        "\"\n\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\u٠٠٤١\"",
        "1 2",
        "[1]]",
        "{\"a\":}",
        "[,1]",
        "// c\n1",
        "\u00a01"
      })
  void refusesWhatIsNoJson(String text) {
    InvalidTextException thrown =
        catchThrowableOfType(InvalidTextException.class, () -> JsonText.parse(text));

    assertThat(thrown).as("for <%s>", text).isNotNull();
    assertThat(thrown.problems()).singleElement().asString().contains("(line ");
  }

  @Test
  void refusesDeepTextsAndLongNumbersWithoutReadingThem() {
    for (String text :
        List.of("[".repeat(200_000), "{\"a\":".repeat(200_000), "9".repeat(200_000))) {
      assertThat(catchThrowableOfType(InvalidTextException.class, () -> JsonText.parse(text)))
          .hasMessageContaining("at most");
    }
  }

  @Test
  void whateverItWritesIsYamlToo() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        text.appendCodePoint(random.nextInt(random.nextBoolean() ? 256 : 0x11000));
      }
      Tree tree = Tree.Sequence.of(List.of(Tree.Scalar.of(text.toString())));
      String json = JsonText.write(tree);

      assertThat(JsonText.write(JsonText.parse(json))).isEqualTo(json);
      assertThat(((Tree.Scalar) ((Tree.Sequence) JsonText.parse(json)).items().get(0)).value())
          .isEqualTo(text.toString());
      if (text.chars().noneMatch(each -> Character.isSurrogate((char) each))) {
        assertThat(JsonText.write(YamlText.parse(json))).isEqualTo(json);
      }
    }
  }
}
