package cbd.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonSchemaTest {

  enum Colour {
    RED,
    DARK_BLUE
  }

  @About("An animal.")
  sealed interface Pet {
    @About("It purrs.")
    record Cat(@About("Of nine.") @Between(min = 1, max = 9) @Default("9") int lives)
        implements Pet {}

    record Dog(@Form(pattern = "[A-Z].*", words = "a name") String call) implements Pet {}
  }

  record Home(
      @Default("[0.5]") @Between(min = 0) List<Double> warmth,
      Colour colour,
      Pet pet,
      double loss) {}

  @Test
  void describesChoicesAsWordsAndMappings() {
    assertThat(JsonText.pretty(JsonSchema.of(Pet.class)))
        .isEqualTo(
            """
            {
              "description": "An animal.",
              "oneOf": [
                {
                  "description": "It purrs.",
                  "const": "cat"
                },
                {
                  "description": "It purrs.",
                  "type": "object",
                  "properties": {
                    "type": {
                      "const": "cat"
                    },
                    "lives": {
                      "description": "Of nine.",
                      "type": "integer",
                      "minimum": 1,
                      "maximum": 9,
                      "default": 9
                    }
                  },
                  "required": [
                    "type"
                  ],
                  "additionalProperties": false
                },
                {
                  "type": "object",
                  "properties": {
                    "type": {
                      "const": "dog"
                    },
                    "call": {
                      "type": "string",
                      "pattern": "^(?:[A-Z].*)$"
                    }
                  },
                  "required": [
                    "type",
                    "call"
                  ],
                  "additionalProperties": false
                }
              ]
            }
            """);
  }

  @Test
  void describesListsWordsAndMeasurements() {
    Tree.Mapping properties = (Tree.Mapping) JsonSchema.of(Home.class).get("properties");

    assertThat(JsonText.write(properties.get("warmth")))
        .isEqualTo(
            "{\"type\":\"array\",\"items\":{\"type\":\"number\",\"minimum\":0.0},\"default\":[0.5]}");
    assertThat(JsonText.write(properties.get("colour")))
        .isEqualTo("{\"enum\":[\"red\",\"dark-blue\"]}");
    assertThat(JsonText.write(properties.get("loss")))
        .isEqualTo("{\"type\":[\"number\",\"null\"]}");
  }

  @Test
  void requiresWhatHasNoDefaultUnlessTheTextIsPartial() {
    assertThat(JsonText.write(JsonSchema.of(Home.class)))
        .contains("\"required\":[\"colour\",\"pet\",\"loss\"]");
    assertThat(JsonSchema.partial(Home.class).get("required")).isNull();
  }
}
