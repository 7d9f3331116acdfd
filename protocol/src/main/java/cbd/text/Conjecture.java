package cbd.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong between the settings of a record when some of them could not be read: the rules
 * that are broken whatever stands in for these. So a file's problems come in one go, and none is
 * told that another one's solution may take away.
 */
final class Conjecture {
  private Conjecture() {}

  /**
   * The broken rules between the settings that could be read.
   *
   * @param values of the fields; null for those that could not be read, at least one
   * @return empty also when nothing can stand in for one of them
   */
  static List<InvalidValueException> of(Shape.Fields shape, List<@Nullable Object> values) {
    List<@Nullable Object> filled = new ArrayList<>(values);
    Map<Integer, List<Object>> choices = new LinkedHashMap<>();
    for (int i = 0; i < filled.size(); i++) {
      if (filled.get(i) == null) {
        List<Object> candidates = standIns(shape.fields().get(i));
        if (candidates.isEmpty()) {
          return List.of();
        }
        choices.put(i, candidates);
        filled.set(i, candidates.get(0));
      }
    }
    Map<String, InvalidValueException> broken = broken(shape, filled);
    choices.forEach(
        (i, candidates) -> {
          for (Object candidate : candidates) {
            List<@Nullable Object> other = new ArrayList<>(filled);
            other.set(i, candidate);
            broken.keySet().retainAll(broken(shape, other).keySet());
          }
        });
    Set<String> unread = new LinkedHashSet<>();
    choices.keySet().forEach(i -> unread.add(shape.fields().get(i).name()));
    return broken.values().stream()
        .filter(each -> !unread.contains(each.component().replaceFirst("\\..*", "")))
        .toList();
  }

  /** By what they say. */
  private static Map<String, InvalidValueException> broken(
      Shape.Fields shape, List<@Nullable Object> values) {
    Map<String, InvalidValueException> broken = new LinkedHashMap<>();
    try {
      Construction.of(shape.type(), values);
    } catch (InvalidValueException e) {
      Rules.all(e).forEach(each -> broken.put(String.valueOf(each.getMessage()), each));
    } catch (IllegalArgumentException e) {
      // It names no setting, so nobody could tell whether it is one that was read.
      broken.clear();
    }
    return broken;
  }

  /** Values that a field may have, as different as can be; the first one is the most usual. */
  private static List<Object> standIns(Field field) {
    Object usual = field.defaultObject();
    Stream<Object> first = usual == null ? Stream.of() : Stream.of(usual);
    return Stream.concat(first, others(field)).distinct().toList();
  }

  private static Stream<Object> others(Field field) {
    Shape shape = field.shape();
    if (shape == Shape.Scalar.BOOLEAN) {
      return Stream.of(false, true);
    }
    if (shape instanceof Shape.Choice choice) {
      return choice.constants().values().stream().map(Object.class::cast);
    }
    if (shape instanceof Shape.Variants variants) {
      return variants.byWord().values().stream()
          .filter(Shape.Fields::allDefaults)
          .flatMap(Conjecture::usual);
    }
    Between range = field.range();
    return range == null
        ? Stream.of()
        : Stream.of(range.min(), range.max())
            .filter(Double::isFinite)
            .flatMap(limit -> number(shape, limit));
  }

  private static Stream<Object> number(Shape shape, double limit) {
    if (shape == Shape.Scalar.INT) {
      return Stream.of((int) limit);
    }
    if (shape == Shape.Scalar.LONG) {
      return Stream.of((long) limit);
    }
    return shape == Shape.Scalar.DOUBLE ? Stream.of(limit) : Stream.of();
  }

  private static Stream<Object> usual(Shape.Fields variant) {
    Object value = new TreeReading(new ArrayList<>()).read(variant, Tree.Mapping.of(Map.of()), "");
    return Stream.ofNullable(value);
  }
}
