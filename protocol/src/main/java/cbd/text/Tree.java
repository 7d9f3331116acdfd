package cbd.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plain value as YAML and JSON know it, with the place it was read from. Immutable. */
public sealed interface Tree {

  /** Where the value starts. */
  Location at();

  /**
   * A leaf.
   *
   * @param value a {@link String}, {@link Boolean}, {@link Long}, {@link java.math.BigInteger},
   *     {@link Double} or null
   */
  record Scalar(@Nullable Object value, Location at) implements Tree {
    public static Scalar of(@Nullable Object value) {
      return new Scalar(value, Location.NONE);
    }
  }

  /** An ordered list. */
  record Sequence(List<Tree> items, Location at) implements Tree {
    public Sequence {
      items = List.copyOf(items);
    }

    public static Sequence of(List<Tree> items) {
      return new Sequence(items, Location.NONE);
    }
  }

  /** Keys with values, in the order of the text. */
  record Mapping(Map<String, Entry> entries, Location at) implements Tree {
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    public static Mapping of(Map<String, Tree> values) {
      Map<String, Entry> entries = new LinkedHashMap<>();
      values.forEach((key, value) -> entries.put(key, new Entry(Location.NONE, value)));
      return new Mapping(entries, Location.NONE);
    }

    /** The value under a key, or null. */
    public @Nullable Tree get(String key) {
      Entry entry = entries.get(key);
      return entry == null ? null : entry.value();
    }

    /** A copy in which the key has this value; an existing key keeps its position. */
    public Mapping with(String key, Location keyAt, Tree value) {
      Map<String, Entry> changed = new LinkedHashMap<>(entries);
      changed.put(key, new Entry(keyAt, value));
      return new Mapping(changed, at);
    }

    /** The keys in order. */
    public List<String> keys() {
      return new ArrayList<>(entries.keySet());
    }
  }

  /**
   * One key's value.
   *
   * @param keyAt where the key stands
   */
  record Entry(Location keyAt, Tree value) {}
}
