package cbd.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cbd.text.InvalidTextException;
import cbd.text.JsonText;
import cbd.text.Location;
import cbd.text.Tree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlTextTest {

  @Test
  void readsBlocksFlowsCommentsAndQuotes() {
    String text =
        """
        # a comment
        name: demo
        grid:
          attack: [badnets, {type: blend, alpha: 0.2}]
          "quoted": 'it''s'
        folded: >-
          two
          words
        """;

    assertThat(JsonText.write(YamlText.parse(text)))
        .isEqualTo(
            "{\"name\":\"demo\",\"grid\":{\"attack\":[\"badnets\",{\"type\":\"blend\",\"alpha\":0.2}],\"quoted\":\"it's\"},\"folded\":\"two"
                + " words\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "010, 10",
    "-7, -7",
    "+7, 7",
    "0x1F, 31",
    "0o17, 15",
    "9223372036854775808, 9223372036854775808",
    "1e-4, 0.0001",
    ".5, 0.5",
    "1., 1.0",
    "1e999, null",
    ".inf, null",
    ".nan, null",
    "true, true",
    "FALSE, false",
    "~, null",
    "Null, null",
    "no, '\"no\"'",
    "off, '\"off\"'",
    "1_000, '\"1_000\"'",
    "12:30:45, '\"12:30:45\"'",
    "1.2.3, '\"1.2.3\"'",
    "2026-01-31, '\"2026-01-31\"'",
    "0x, '\"0x\"'",
    "., '\".\"'",
    "'\"5\"', '\"5\"'",
    "!!str 5, '\"5\"'"
  })
  void readsWordsByTheCoreSchemaOfYaml12(String word, String json) {
    assertThat(JsonText.write(YamlText.parse("- " + word))).isEqualTo("[" + json + "]");
  }

  @Test
  void knowsTheLineAndColumnOfEachKeyAndValue() {
    Tree.Mapping top = (Tree.Mapping) YamlText.parse("a: 1\nb:\n  c: [x,\n      'y']\n");
    Tree.Mapping b = (Tree.Mapping) top.get("b");
    Tree.Sequence c = (Tree.Sequence) b.get("c");

    assertThat(top.entries().get("b").keyAt()).isEqualTo(new Location(2, 1));
    assertThat(b.entries().get("c").keyAt()).isEqualTo(new Location(3, 3));
    assertThat(c.at()).isEqualTo(new Location(3, 6));
    assertThat(c.items().get(1).at()).isEqualTo(new Location(4, 7));
  }

  @Test
  void readsAliasesInPlace() {
    assertThat(JsonText.write(YamlText.parse("a: &x {k: 1}\nb: [*x, *x]\n")))
        .isEqualTo("{\"a\":{\"k\":1},\"b\":[{\"k\":1},{\"k\":1}]}");
  }

  @Test
  void anEmptyTextIsAnEmptyValue() {
    assertThat(YamlText.parse("# nothing\n")).isEqualTo(new Tree.Scalar(null, new Location(1, 1)));
    assertThat(YamlText.parse("---\n")).isInstanceOf(Tree.Scalar.class);
  }

  @Test
  void ignoresAByteOrderMark() {
    assertThat(YamlText.parse("\ufeffa: 1")).isEqualTo(YamlText.parse("a: 1"));
  }

  @Test
  void tellsAllDoubleAndStrangeKeysAtOnce() {
    assertThat(problemsOf("a: 1\nb: {c: 1, c: 2}\na: 2\n3: x\n[q]: y\n~: z\n"))
        .containsExactly(
            "b.c stands twice, first in line 2; keep one (line 2, column 11)",
            "a stands twice, first in line 1; keep one (line 3, column 1)",
            "a key must be a text, but was 3; quotes make it one (line 4, column 1)",
            "a key must be a text (line 5, column 1)",
            "a key must be a text, but was null; quotes make it one (line 6, column 1)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a: [1, 2                 | expected ',' or ']'
          a: b: c                  | mapping values are not allowed here
          a:\\n\\t b: 1            | indent with spaces, not with tabs
          a: "x                    | found unexpected end of stream
          a: *nobody               | names no anchor
          a: &x [*x]               | names no anchor that was finished before it
          a: !!java.io.File x      | tags are not read
          a: !mine {b: 1}          | tags are not read
          a: 1\\n---\\nb: 2        | only one document may stand in a text
          %YAML 9.9\\n---\\na      | must be YAML 1.2
          a: "\\u0007"             | may not stand in YAML
          """)
  void tellsWhatIsWrong(String text, String message) {
    String real = text.replace("\\n", "\n").replace("\\t", "\t").replace("\\u0007", "\u0007");

    assertThat(problemsOf(real)).singleElement().asString().contains(message).contains("(line ");
  }

  @Test
  void tellsOfATextThatEndsWithinAnEscape() {
    for (String escape : List.of("\\u", "\\u0", "\\x", "\\U0001")) {
      assertThat(problemsOf("a: b\nc: \"" + escape))
          .singleElement()
          .asString()
          .contains("(line 2, column ");
    }
  }

  @Test
  void tellsWhereBytesAreNotUtf8() {
    byte[] latin1 = "name: demo\nb: stra\u00dfe".getBytes(StandardCharsets.ISO_8859_1);

    InvalidTextException thrown =
        catchThrowableOfType(InvalidTextException.class, () -> YamlText.parse(latin1));

    assertThat(thrown.problems().toString())
        .isEqualTo("[a text must be UTF-8, but the byte 0xdf here is not (line 2, column 8)]");
    assertThat(YamlText.parse("ü: 1".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(YamlText.parse("ü: 1"));
  }

  @Test
  void refusesTextsThatAreBombs() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n");
    for (int i = 1; i < 20; i++) {
      laughs.append(
          "a%d: &a%d [%s*a%d]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9), i - 1));
    }
    StringBuilder tower = new StringBuilder("a0: &a0 [1]\n");
    for (int i = 1; i < 60; i++) {
      tower.append("a%d: &a%d [*a%d]\n".formatted(i, i, i - 1));
    }

    assertThat(problemsOf(laughs.toString()).get(0)).contains("at most 500000 values");
    assertThat(problemsOf(tower.toString()).get(0)).contains("at most 50 levels");
    assertThat(problemsOf("[".repeat(100_000)).get(0)).contains("at most 50 levels");
    assertThat(problemsOf("- ".repeat(100_000)).get(0)).contains("at most 50 levels");
    assertThat(problemsOf("a".repeat(YamlText.MAX_LENGTH + 1)).get(0))
        .contains("at most 4194304 characters");
    // Its path, had each of the values below it one, would be 130 GB in all.
    assertThat(
            problemsOf("? " + "a".repeat(520_000) + "\n: [" + "1,".repeat(250_000) + "1]").get(0))
        .contains("a key may have at most 200 characters, but this one has 520000");
  }

  @Test
  void tellsOnlySoManyProblems() {
    assertThat(problemsOf("a: 1\n".repeat(100_000)))
        .hasSize(InvalidTextException.MAX_PROBLEMS + 1)
        .last()
        .asString()
        .contains("more problems");
  }

  @Test
  void noTextMakesItThrowAnythingElse() {
    String seed =
        """
        # c
        name: demo
        ? x
        : |
          y
        grid: &a {attack: [badnets, "\\u00e4", 'z'], n: -1.5e3}
        more: *a
        t: !!str 1
        --- >
         f
        ...
        """;
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder(seed);
      for (int change = random.nextInt(1, 6); change > 0; change--) {
        int at = random.nextInt(text.length());
        char other =
            random.nextBoolean()
                ? seed.charAt(random.nextInt(seed.length()))
                : (char) random.nextInt(random.nextBoolean() ? 128 : 65_536);
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, other);
          case 1 -> text.insert(at, other);
          default -> text.delete(at, Math.min(text.length(), at + random.nextInt(1, 9)));
        }
      }
      try {
        YamlText.parse(text.toString());
      } catch (InvalidTextException e) {
        assertThat(e.problems()).isNotEmpty();
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("for the text\n" + text, e);
      }
    }
  }

  private static List<String> problemsOf(String text) {
    InvalidTextException thrown =
        catchThrowableOfType(InvalidTextException.class, () -> YamlText.parse(text));
    assertThat(thrown).as("for %.100s", text).isNotNull();
    return thrown.problems().stream().map(Object::toString).toList();
  }
}
