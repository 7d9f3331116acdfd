package cbd.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresetTest {

  sealed interface Drink {
    @Preset(name = "plain", settings = "{}")
    @Preset(
        name = "sweet+tall",
        about = "For the evening.",
        settings = "{\"sugar\": 3, \"glass\": {\"height\": 9}, \"topping\": {\"type\": \"cream\"}}")
    record Tea(
        @Between(min = 0, max = 5) @Default("0") int sugar,
        @Default("{}") Glass glass,
        @Default("ice") Topping topping)
        implements Drink {
      public Tea {
        if (sugar == 5 && glass.height() > 5) {
          throw new InvalidValueException("glass.height", "must be at most 5 with this much sugar");
        }
      }
    }

    record Water(@Default("true") boolean still) implements Drink {}
  }

  record Glass(@Default("4") int height, @Default("7") int width) {}

  sealed interface Topping {
    record Ice(@Default("2") int cubes) implements Topping {}

    record Cream(@Default("1") int spoons) implements Topping {}
  }

  @Preset(name = "quiet", settings = "{\"volume\": 1}")
  record Radio(int volume) {}

  record Table(Drink drink) {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"type":"tea","preset":"plain"} | "tea"
          {"type":"tea","preset":"sweet+tall"} | {"type":"tea","sugar":3,"glass":{"height":9},"topping":"cream"}
          {"preset":"sweet+tall","type":"tea","sugar":1} | {"type":"tea","sugar":1,"glass":{"height":9},"topping":"cream"}
          {"type":"tea","preset":"sweet+tall","sugar":0} | {"type":"tea","glass":{"height":9},"topping":"cream"}
          {"type":"tea","preset":"sweet+tall","glass":{"width":1}} | {"type":"tea","sugar":3,"glass":{"height":9,"width":1},"topping":"cream"}
          {"type":"tea","preset":"sweet+tall","glass":{"height":1}} | {"type":"tea","sugar":3,"glass":{"height":1},"topping":"cream"}
          {"type":"tea","preset":"sweet+tall","topping":{"type":"ice","cubes":1}} | {"type":"tea","sugar":3,"glass":{"height":9},"topping":{"type":"ice","cubes":1}}
          {"type":"tea","preset":"sweet+tall","topping":"ice"} | {"type":"tea","sugar":3,"glass":{"height":9}}
          """)
  void standsForItsSettingsAndGivenOnesWin(String text, String expanded) {
    Drink read = RecordReader.read(Drink.class, JsonText.parse(text));

    assertThat(JsonText.write(RecordWriter.withoutDefaults(read))).isEqualTo(expanded);
  }

  @Test
  void worksInARecordWithoutChoiceAndGivesWhatIsRequired() {
    assertThat(RecordReader.read(Radio.class, JsonText.parse("{\"preset\":\"quiet\"}")))
        .isEqualTo(new Radio(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"drink": {"type": "tea", "preset": "sweet+tal"}} | drink.preset must be one of plain, sweet+tall, but was 'sweet+tal'; did you mean sweet+tall? (line 1, column 37)
          {"drink": {"type": "tea", "preset": 3, "sugar": 9}} | drink.preset must be one of plain, sweet+tall, but was 3 (line 1, column 37)~drink.sugar must be between 0 and 5, but was 9 (line 1, column 49)
          {"drink": {"type": "water", "preset": "plain"}} | drink.preset is not a setting of water, only of tea. Settings: still (line 1, column 29)
          {"drink": {"type": "tea", "prest": "plain"}} | drink.prest is not a setting of tea; did you mean preset? Settings: glass, preset, sugar, topping (line 1, column 27)
          {"drink": {"type": "tea", "preset": "sweet+tall", "sugar": 5}} | drink.glass.height must be at most 5 with this much sugar (line 1, column 37)
          """)
  void tellsWhatIsWrongWithOneAndWhere(String text, String problems) {
    assertThatThrownBy(() -> RecordReader.read(Table.class, JsonText.parse(text)))
        .hasMessage(problems.replace('~', '\n'));
  }

  @Test
  void isAnAxisLikeASetting() {
    assertThat(Settings.of(Table.class))
        .extracting(setting -> setting.path() + setting.owners())
        .startsWith("drink[]", "drink.preset[tea]", "drink.sugar[tea]");
    Setting preset = Settings.of(Table.class).get(1);
    assertThat(preset.values()).isEqualTo("plain, sweet+tall");
    assertThat(preset.defaultText()).as("the one that sets nothing").isEqualTo("plain");
    assertThat(Settings.of(Radio.class).get(0).defaultText()).isEqualTo("none");
  }

  @Test
  void settingsBesideItAreSetWhateverItGivesThem() {
    String tall = "{\"drink\":{\"type\":\"tea\",\"preset\":\"sweet+tall\"}}";

    assertThat(with("{\"drink\":\"tea\"}", "drink.preset", Tree.Scalar.of("sweet+tall")))
        .isEqualTo(tall);
    assertThat(with(tall, "drink.sugar", Tree.Scalar.of(1L)))
        .isEqualTo("{\"drink\":{\"type\":\"tea\",\"preset\":\"sweet+tall\",\"sugar\":1}}");
    assertThat(drink(with(tall, "drink.glass.width", Tree.Scalar.of(1L))))
        .isEqualTo(new Drink.Tea(3, new Glass(9, 1), new Topping.Cream(1)));
    assertThat(drink(with(tall, "drink.topping.spoons", Tree.Scalar.of(5L))))
        .as("the topping is the preset's")
        .isEqualTo(new Drink.Tea(3, new Glass(9, 7), new Topping.Cream(5)));
    assertThat(
            Settings.with(
                Table.class, JsonText.parse(tall), "drink.topping.cubes", Location.NONE, one()))
        .isEmpty();
    assertThat(
            Settings.with(
                Table.class,
                JsonText.parse("{\"drink\":\"water\"}"),
                "drink.preset",
                Location.NONE,
                one()))
        .isEmpty();
  }

  private static Tree one() {
    return Tree.Scalar.of(1L);
  }

  private static String with(String text, String path, Tree value) {
    return JsonText.write(
        Settings.with(Table.class, JsonText.parse(text), path, Location.NONE, value).orElseThrow());
  }

  private static Drink drink(String table) {
    return RecordReader.read(Table.class, JsonText.parse(table)).drink();
  }

  @Test
  void schemasOfferIt() {
    Tree.Sequence choices = (Tree.Sequence) JsonSchema.of(Drink.class).get("oneOf");
    List<String> texts = choices.items().stream().map(JsonText::write).toList();

    assertThat(texts)
        .anyMatch(
            text ->
                text.contains(
                    "\"preset\":{\"description\":\"Several settings by one name; those given beside"
                        + " it win.\",\"oneOf\":[{\"const\":\"plain\"},{\"description\":\"For the"
                        + " evening.\",\"const\":\"sweet+tall\"}]}"))
        .anyMatch(text -> text.contains("\"still\"") && !text.contains("preset"));
  }
}
