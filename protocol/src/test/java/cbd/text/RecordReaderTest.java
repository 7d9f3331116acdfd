package cbd.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordReaderTest {

  enum Colour {
    RED,
    DARK_BLUE
  }

  sealed interface Pet {
    record Cat(@Default("9") int lives) implements Pet {}

    @Name("doggo")
    record Dog(String call, @Default("true") boolean good) implements Pet {}
  }

  record Id(long value) {}

  record House(
      int rooms,
      @Default("0.5") @Between(min = 0, max = 1) double warmth,
      @Default("7") long number,
      @Default("red") Colour colour,
      @Default("cat") Pet pet,
      @Default("[1, 2]") @Between(min = 1) List<Integer> floors,
      @Default("[]") List<Colour> paints,
      @Default("{}") Garden garden,
      @Default("") @Form(pattern = "[a-z]*", words = "small letters") String name,
      @Default("1970-01-01T00:00:00Z") Instant built,
      @Default("3") Id id) {
    House {
      if (rooms == 13) {
        throw new InvalidValueException("garden.trees", "must not stand at 13 rooms");
      }
      if (rooms == 666) {
        throw new IllegalArgumentException("nobody lives there");
      }
    }
  }

  record Garden(@Default("0") int trees, @Default("[]") List<Pet> pets) {}

  record Measured(double loss, @Between(min = 0) double seconds) {}

  @Test
  void fillsInDefaults() {
    assertThat(house("{\"rooms\": 3}"))
        .isEqualTo(
            new House(
                3,
                0.5,
                7,
                Colour.RED,
                new Pet.Cat(9),
                List.of(1, 2),
                List.of(),
                new Garden(0, List.of()),
                "",
                Instant.EPOCH,
                new Id(3)));
  }

  @Test
  void readsEveryKindAndWritesItBack() {
    String json =
        "{\"rooms\":2,\"warmth\":1.0,\"number\":-9223372036854775808,\"colour\":\"dark-blue\","
            + "\"pet\":{\"type\":\"doggo\",\"call\":\"Rex\",\"good\":false},\"floors\":[3],"
            + "\"paints\":[\"red\",\"dark-blue\"],\"garden\":{\"trees\":1,\"pets\":[{\"type\":\"cat\","
            + "\"lives\":9}]},\"name\":\"abc\",\"built\":\"2026-01-31T12:00:00Z\",\"id\":4}";

    assertThat(JsonText.write(RecordWriter.tree(house(json)))).isEqualTo(json);
    assertThat(JsonText.write(RecordWriter.withoutDefaults(house(json))))
        .isEqualTo(json.replace("{\"type\":\"cat\",\"lives\":9}", "\"cat\""));
    assertThat(house(JsonText.write(RecordWriter.withoutDefaults(house(json)))))
        .isEqualTo(house(json));
  }

  @Test
  void acceptsWholeNumbersForDoublesAndKeepsNoMinusZero() {
    assertThat(house("{\"rooms\":1,\"warmth\":1}").warmth()).isEqualTo(1.0);
    assertThat(Double.doubleToRawLongBits(house("{\"rooms\":1,\"warmth\":-0.0}").warmth()))
        .isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {} | rooms is missing; it must be a whole number (line 1, column 1)
          [] | must be a mapping of settings, but was a list (line 1, column 1)
          {"rooms": null} | rooms must have a value, but was empty (line 1, column 11)
          {"rooms": 3000000000} | rooms must be between -2147483648 and 2147483647, but was 3000000000 (line 1, column 11)
          {"rooms": 1.0} | rooms must be a whole number, but was 1.0; write 1 (line 1, column 11)
          {"rooms": "1"} | rooms must be a whole number, but was '1' (line 1, column 11)
          {"rooms": 1, "number": 9223372036854775808} | number must be between -9223372036854775808 and 9223372036854775807, but was 9223372036854775808 (line 1, column 24)
          {"rooms": 1, "warmth": 2} | warmth must be between 0.0 and 1.0, but was 2 (line 1, column 24)
          {"rooms": 1, "warmth": 1e999} | warmth must be a finite number, but was Infinity (line 1, column 24)
          {"rooms": 1, "warmth": "10%"} | warmth must be a number, but was '10%'; as a fraction: 0.1 (line 1, column 24)
          {"rooms": 1e3} | rooms must be a whole number, but was 1000.0; write 1000 (line 1, column 11)
          {"rooms": 1, "warmth": null} | warmth must have a value, but was empty (line 1, column 24)
          {"rooms": "1..3"} | rooms must be a whole number, but was '1..3'; a list holds its values one by one: 1, 2, 3 (line 1, column 11)
          {"rooms": 1, "colour": "blue"} | colour must be one of red, dark-blue, but was 'blue' (line 1, column 24)
          {"rooms": 1, "colour": "dark_blue"} | colour must be one of red, dark-blue, but was 'dark_blue'; did you mean dark-blue? (line 1, column 24)
          {"rooms": 1, "pet": "doggo"} | pet must be a mapping, for doggo needs settings (call): {type: doggo, …} (line 1, column 21)
          {"rooms": 1, "pet": {"lives": 3}} | pet.type is missing; it must be one of cat, doggo (line 1, column 21)
          {"rooms": 1, "pet": {"type": "dog"}} | pet.type must be one of cat, doggo, but was 'dog' (line 1, column 30)
          {"rooms": 1, "pet": {"type": "cat", "call": "x"}} | pet.call is not a setting of cat, only of doggo. Settings: lives (line 1, column 37)
          {"rooms": 1, "pet": 4} | pet must be one of cat, doggo, but was 4 (line 1, column 21)
          {"rooms": 1, "floors": 3} | floors must be a list, but was 3; write [3] (line 1, column 24)
          {"rooms": 1, "floors": [1, 0]} | floors[1] must be at least 1, but was 0 (line 1, column 28)
          {"rooms": 1, "garden": {"pets": ["cat", "cow"]}} | garden.pets[1] must be one of cat, doggo, but was 'cow' (line 1, column 41)
          {"rooms": 1, "garden": {"treees": 1}} | garden.treees is not a setting of garden; did you mean trees? Settings: pets, trees (line 1, column 25)
          {"rooms": 1, "name": "A"} | name must be small letters, but was 'A' (line 1, column 22)
          {"rooms": 1, "name": true} | name must be a text, but was true; quotes make it a text: "true" (line 1, column 22)
          {"rooms": 1, "built": "noon"} | built must be a time such as 2026-01-31T12:00:00Z, but was 'noon' (line 1, column 23)
          {"rooms": 1, "id": "x"} | id must be a whole number, but was 'x' (line 1, column 20)
          {"rooms": 13} | garden.trees must not stand at 13 rooms (line 1, column 1)
          {"rooms": 13, "garden": {"trees": 4}} | garden.trees must not stand at 13 rooms (line 1, column 35)
          {"rooms": 666} | nobody lives there (line 1, column 1)
          """)
  void tellsWhatIsWrongAndWhere(String json, String problem) {
    assertThat(problemsOf(House.class, json)).isEqualTo(problem);
  }

  @Test
  void tellsAllProblemsInTheOrderOfTheText() {
    assertThat(problemsOf(House.class, "{\"colour\": 1,\n\"rooms\": [],\n\"x\": 1,\n\"pet\": {}}"))
        .isEqualTo(
            """
            colour must be one of red, dark-blue, but was 1 (line 1, column 12)
            rooms must be a whole number, but was a list (line 2, column 10)
            x is not a setting. Settings: built, colour, floors, garden, id, name, number, paints, pet, rooms, warmth (line 3, column 1)
            pet.type is missing; it must be one of cat, doggo (line 4, column 8)""");
  }

  @Test
  void measurementsMayBeNoNumberButSettingsMayNot() {
    Measured read =
        RecordReader.read(Measured.class, JsonText.parse("{\"loss\": null, \"seconds\": 1}"));

    assertThat(read.loss()).isNaN();
    assertThat(JsonText.write(RecordWriter.tree(read)))
        .isEqualTo("{\"loss\":null,\"seconds\":1.0}");
    assertThat(problemsOf(Measured.class, "{\"loss\": 1, \"seconds\": null}"))
        .startsWith("seconds must have a value");
  }

  private static House house(String json) {
    return RecordReader.read(House.class, JsonText.parse(json));
  }

  private static String problemsOf(Class<?> type, String json) {
    InvalidTextException thrown =
        catchThrowableOfType(
            InvalidTextException.class, () -> RecordReader.read(type, JsonText.parse(json)));
    assertThat(thrown).as("problems of %s", json).isNotNull();
    return thrown.problems().stream().map(Object::toString).collect(Collectors.joining("\n"));
  }
}
