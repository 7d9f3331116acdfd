package cbd.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsTest {

  sealed interface Pet {
    record Cat(@Default("9") int lives, @Default("{}") Toy toy) implements Pet {}

    record Dog(@Default("true") boolean good) implements Pet {}
  }

  record Toy(@About("How loud.") @Between(min = 0, max = 10) @Default("1") int noise) {}

  record Home(@Default("cat") Pet pet, Pet guest, int rooms) {}

  @Test
  void listsEverySettingWithItsOwners() {
    assertThat(Settings.of(Home.class))
        .extracting(setting -> setting.path() + setting.owners())
        .containsExactly(
            "pet[]",
            "pet.lives[cat]",
            "pet.toy[cat]",
            "pet.toy.noise[cat]",
            "pet.good[dog]",
            "guest[]",
            "guest.lives[cat]",
            "guest.toy[cat]",
            "guest.toy.noise[cat]",
            "guest.good[dog]",
            "rooms[]");
  }

  @Test
  void saysWhatMayBeWritten() {
    Setting noise =
        Settings.of(Home.class).stream()
            .filter(setting -> setting.path().equals("pet.toy.noise"))
            .findAny()
            .orElseThrow();

    assertThat(noise.values()).isEqualTo("a whole number between 0 and 10");
    assertThat(noise.defaultText()).isEqualTo("1");
    assertThat(noise.about()).isEqualTo("How loud.");
    assertThat(JsonText.write(noise.schema())).contains("\"maximum\":10");
  }

  @Test
  void setsASettingAndWritesOutWhatStandsOnTheWay() {
    assertThat(with("{}", "rooms")).contains("{\"rooms\":5}");
    assertThat(with("{\"rooms\":1,\"pet\":\"dog\"}", "rooms"))
        .contains("{\"rooms\":5,\"pet\":\"dog\"}");
    assertThat(with("{}", "pet.toy.noise"))
        .contains("{\"pet\":{\"type\":\"cat\",\"toy\":{\"noise\":5}}}");
    assertThat(with("{\"guest\":{\"type\":\"cat\",\"lives\":1}}", "guest.lives"))
        .contains("{\"guest\":{\"type\":\"cat\",\"lives\":5}}");
  }

  @Test
  void setsNothingThatTheChoicesMadeDoNotHave() {
    assertThat(with("{\"pet\":\"dog\"}", "pet.lives")).isEmpty();
    assertThat(with("{\"pet\":\"cow\"}", "pet.lives")).isEmpty();
    assertThat(with("{\"pet\":3}", "pet.lives")).isEmpty();
    assertThat(with("{}", "guest.lives")).as("no guest is chosen").isEmpty();
    assertThat(with("{}", "nothing")).isEmpty();
    assertThat(with("{}", "rooms.more")).isEmpty();
    assertThat(with("[]", "rooms")).isEmpty();
  }

  @Test
  void findsThePlaceOfASettingOrOfWhatIsAroundIt() {
    Tree tree = JsonText.parse("{\"pet\": {\"type\": \"cat\",\n \"lives\": 3}}");

    assertThat(Places.of(tree, "pet.lives")).isEqualTo(new Location(2, 11));
    assertThat(Places.of(tree, "pet.toy.noise")).isEqualTo(new Location(1, 9));
    assertThat(Places.of(tree, "rooms")).isEqualTo(new Location(1, 1));
  }

  private static Optional<String> with(String json, String path) {
    return Settings.with(Home.class, JsonText.parse(json), path, Location.NONE, Tree.Scalar.of(5L))
        .map(JsonText::write);
  }
}
