package cbd.coordinator.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Holds values against the part of JSON Schema that our document uses; a keyword outside that part
 * is an error, so that nothing goes unchecked. Stricter in one thing: a property that an object's
 * schema does not name is a flaw.
 */
final class SchemaCheck {
  private static final Set<String> KNOWN =
      Set.of(
          "$ref",
          "type",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "anyOf",
          "oneOf",
          "enum",
          "const",
          "minimum",
          "maximum",
          "pattern");

  /** What says something to people only. */
  private static final Set<String> NOTES = Set.of("description", "default", "format");

  private final JsonNode document;

  /**
   * @param document where references are looked up
   */
  SchemaCheck(JsonNode document) {
    this.document = document;
  }

  /** All that is wrong with a value, each with its place; empty when it is as the schema says. */
  List<String> flaws(JsonNode schema, JsonNode value, String place) {
    List<String> flaws = new ArrayList<>();
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      if (!KNOWN.contains(keyword.getKey()) && !NOTES.contains(keyword.getKey())) {
        throw new IllegalArgumentException(keyword.getKey() + " is not understood, at " + place);
      }
    }
    if (schema.has("$ref")) {
      flaws.addAll(flaws(resolved(schema), value, place));
    }
    if (schema.has("type") && !isOf(schema.get("type"), value)) {
      flaws.add(place + " must be " + schema.get("type") + ", but was " + value);
    }
    if (schema.has("const") && !schema.get("const").equals(value)) {
      flaws.add(place + " must be " + schema.get("const") + ", but was " + value);
    }
    if (schema.has("enum") && none(schema.get("enum"), value)) {
      flaws.add(place + " must be one of " + schema.get("enum") + ", but was " + value);
    }
    if (value.isNumber() && schema.has("minimum") && value.asDouble() < least(schema)) {
      flaws.add(place + " is too small: " + value);
    }
    if (value.isNumber() && schema.has("maximum") && value.asDouble() > most(schema)) {
      flaws.add(place + " is too large: " + value);
    }
    if (schema.has("pattern") && !value.asText().matches(schema.get("pattern").asText())) {
      flaws.add(place + " is not of its form: " + value);
    }
    choices(schema, value, place, flaws);
    if (value.isObject()) {
      object(schema, value, place, flaws);
    }
    if (value.isArray() && schema.has("items")) {
      for (int i = 0; i < value.size(); i++) {
        flaws.addAll(flaws(schema.get("items"), value.get(i), place + "/" + i));
      }
    }
    return flaws;
  }

  private JsonNode resolved(JsonNode schema) {
    JsonNode target = document.at(schema.get("$ref").asText().substring(1));
    if (target.isMissingNode()) {
      throw new IllegalArgumentException("nothing at " + schema);
    }
    return target;
  }

  private void choices(JsonNode schema, JsonNode value, String place, List<String> flaws) {
    for (String keyword : List.of("anyOf", "oneOf")) {
      if (schema.has(keyword)) {
        List<List<String>> tried = new ArrayList<>();
        schema.get(keyword).forEach(each -> tried.add(flaws(each, value, place)));
        long fit = tried.stream().filter(List::isEmpty).count();
        if (fit == 0 || (fit > 1 && keyword.equals("oneOf"))) {
          flaws.add(place + " fits " + fit + " of " + keyword + ": " + tried);
        }
      }
    }
  }

  private void object(JsonNode schema, JsonNode value, String place, List<String> flaws) {
    for (JsonNode name : schema.path("required")) {
      if (!value.has(name.asText())) {
        flaws.add(place + " lacks " + name);
      }
    }
    if (!schema.has("properties") && !schema.has("additionalProperties")) {
      return;
    }
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      String where = place + "/" + entry.getKey();
      JsonNode others = schema.path("additionalProperties");
      JsonNode own = schema.path("properties").path(entry.getKey());
      if (!own.isMissingNode()) {
        flaws.addAll(flaws(own, entry.getValue(), where));
      } else if (others.isObject()) {
        flaws.addAll(flaws(others, entry.getValue(), where));
      } else {
        flaws.add(where + " is in no schema");
      }
    }
  }

  private static boolean isOf(JsonNode type, JsonNode value) {
    return type.isArray()
        ? StreamSupport.stream(type.spliterator(), false).anyMatch(each -> isOf(each, value))
        : switch (type.asText()) {
          case "object" -> value.isObject();
          case "array" -> value.isArray();
          case "string" -> value.isTextual();
          case "integer" -> value.isIntegralNumber();
          case "number" -> value.isNumber();
          case "boolean" -> value.isBoolean();
          case "null" -> value.isNull();
          default -> throw new IllegalArgumentException("no type: " + type);
        };
  }

  private static boolean none(JsonNode values, JsonNode value) {
    return StreamSupport.stream(values.spliterator(), false).noneMatch(value::equals);
  }

  private static double least(JsonNode schema) {
    return schema.get("minimum").asDouble();
  }

  private static double most(JsonNode schema) {
    return schema.get("maximum").asDouble();
  }
}
