package cbd.training.model;

import cbd.text.InvalidTextException;
import cbd.text.JsonText;
import cbd.text.Tree;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The header of a safetensors file: JSON that names each tensor's type, shape and place, and a map
 * of texts under {@code __metadata__}.
 *
 * @param metadata in the file's order
 * @param tensors in the order of their bytes
 */
record SafetensorsHeader(Map<String, String> metadata, List<TensorEntry> tensors) {
  /** Far above any network's; a longer one would only be there to fill memory. */
  static final int MAX_BYTES = 8 << 20;

  private static final String METADATA = "__metadata__";
  private static final int ALIGNMENT = 8;
  private static final int MAX_SHOWN = 200;

  SafetensorsHeader {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tensors = List.copyOf(tensors);
  }

  /** A tensor by its name. */
  Optional<TensorEntry> tensor(String name) {
    return tensors.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
  }

  /** As UTF-8 JSON, filled up with spaces so that the numbers behind it lie aligned. */
  byte[] bytes() {
    Map<String, Tree> entries = new LinkedHashMap<>();
    Map<String, Tree> texts = new LinkedHashMap<>();
    metadata.forEach((key, value) -> texts.put(key, Tree.Scalar.of(value)));
    entries.put(METADATA, Tree.Mapping.of(texts));
    for (TensorEntry tensor : tensors) {
      Map<String, Tree> entry = new LinkedHashMap<>();
      entry.put("dtype", Tree.Scalar.of(tensor.type().name()));
      entry.put("shape", numbers(tensor.shape()));
      entry.put("data_offsets", numbers(List.of(tensor.begin(), tensor.end())));
      entries.put(tensor.name(), Tree.Mapping.of(entry));
    }
    byte[] json = JsonText.write(Tree.Mapping.of(entries)).getBytes(StandardCharsets.UTF_8);
    int length = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] padded = Arrays.copyOf(json, length);
    Arrays.fill(padded, json.length, length, (byte) ' ');
    return padded;
  }

  private static Tree numbers(List<Long> numbers) {
    return Tree.Sequence.of(numbers.stream().map(n -> (Tree) Tree.Scalar.of(n)).toList());
  }

  /**
   * Reads a header and checks it against the bytes that follow it: each tensor as long as its type
   * and shape say, all of them side by side without gap or overlap from the first byte to the last.
   *
   * @param dataBytes in the file behind the header
   * @throws MalformedModelException naming the first thing that is wrong
   */
  static SafetensorsHeader parse(byte[] json, long dataBytes) throws MalformedModelException {
    Map<String, String> metadata = new LinkedHashMap<>();
    List<TensorEntry> tensors = new ArrayList<>();
    for (Map.Entry<String, Tree.Entry> each : mapping("the header", tree(json)).entrySet()) {
      Tree value = each.getValue().value();
      if (each.getKey().equals(METADATA)) {
        for (Map.Entry<String, Tree.Entry> text : mapping(METADATA, value).entrySet()) {
          metadata.put(text.getKey(), text(METADATA + "." + text.getKey(), text.getValue()));
        }
      } else {
        tensors.add(tensor(each.getKey(), value));
      }
    }
    tensors.sort(Comparator.comparingLong(TensorEntry::begin).thenComparing(TensorEntry::end));
    checkPlaces(tensors, dataBytes);
    return new SafetensorsHeader(metadata, tensors);
  }

  private static void checkPlaces(List<TensorEntry> tensors, long dataBytes)
      throws MalformedModelException {
    long next = 0;
    for (TensorEntry tensor : tensors) {
      if (tensor.end() > dataBytes) {
        throw broken(
            "%s must end within the file's %d bytes of numbers, but ends at %d",
            tensor.name(), dataBytes, tensor.end());
      }
      if (tensor.begin() != next) {
        throw broken(
            "%s must begin at %d, where the tensor before it ends, but begins at %d",
            tensor.name(), next, tensor.begin());
      }
      next = tensor.end();
    }
    if (next != dataBytes) {
      throw broken(
          "the tensors must fill the file's %d bytes of numbers, but end at %d", dataBytes, next);
    }
  }

  private static TensorEntry tensor(String name, Tree tree) throws MalformedModelException {
    Map<String, Tree.Entry> entries = mapping(name, tree);
    TensorType type = type(name, text(name + ".dtype", entries.get("dtype")));
    List<Long> shape = counts(name + ".shape", entries.get("shape"));
    List<Long> place = counts(name + ".data_offsets", entries.get("data_offsets"));
    if (place.size() != 2 || place.get(0) > place.get(1)) {
      throw broken("%s.data_offsets must be [begin, end], but was %s", name, place);
    }
    TensorEntry tensor = new TensorEntry(name, type, shape, place.get(0), place.get(1));
    if (tensor.bytes() != bytes(name, type, shape)) {
      throw broken(
          "%s of %s %s takes %d bytes, but its data_offsets span %d",
          name, type, shape, bytes(name, type, shape), tensor.bytes());
    }
    return tensor;
  }

  private static long bytes(String name, TensorType type, List<Long> shape)
      throws MalformedModelException {
    try {
      long bytes = type.bytes();
      for (long extent : shape) {
        bytes = Math.multiplyExact(bytes, extent);
      }
      return bytes;
    } catch (ArithmeticException e) {
      throw new MalformedModelException(
          "%s has a shape beyond all memory: %s".formatted(shortened(name), shape), e);
    }
  }

  private static TensorType type(String name, String word) throws MalformedModelException {
    for (TensorType type : TensorType.values()) {
      if (type.name().equals(word)) {
        return type;
      }
    }
    throw broken(
        "%s.dtype must be one of %s, but was '%s'",
        name, Arrays.toString(TensorType.values()), word);
  }

  private static Tree tree(byte[] json) throws MalformedModelException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
      return JsonText.parse(text);
    } catch (CharacterCodingException e) {
      throw new MalformedModelException("the header must be UTF-8", e);
    } catch (InvalidTextException e) {
      throw new MalformedModelException("the header must be JSON: " + e.getMessage(), e);
    }
  }

  private static Map<String, Tree.Entry> mapping(String what, Tree tree)
      throws MalformedModelException {
    if (tree instanceof Tree.Mapping mapping) {
      return mapping.entries();
    }
    throw broken("%s must be a mapping", what);
  }

  private static String text(String what, Tree.@Nullable Entry entry)
      throws MalformedModelException {
    if (entry != null
        && entry.value() instanceof Tree.Scalar scalar
        && scalar.value() instanceof String text) {
      return text;
    }
    throw broken("%s must be a text", what);
  }

  private static List<Long> counts(String what, Tree.@Nullable Entry entry)
      throws MalformedModelException {
    if (entry == null || !(entry.value() instanceof Tree.Sequence sequence)) {
      throw broken("%s must be a list of numbers", what);
    }
    List<Long> counts = new ArrayList<>();
    for (Tree item : sequence.items()) {
      if (!(item instanceof Tree.Scalar scalar)
          || !(scalar.value() instanceof Long count)
          || count < 0) {
        throw broken("%s must hold whole numbers from 0", what);
      }
      counts.add(count);
    }
    return counts;
  }

  private static MalformedModelException broken(String message, Object... values) {
    Object[] shown = Arrays.stream(values).map(SafetensorsHeader::shortened).toArray();
    return new MalformedModelException(message.formatted(shown));
  }

  /** A file may call a tensor anything. */
  private static Object shortened(Object value) {
    return value instanceof String text && text.length() > MAX_SHOWN
        ? text.substring(0, MAX_SHOWN) + "…"
        : value;
  }
}
