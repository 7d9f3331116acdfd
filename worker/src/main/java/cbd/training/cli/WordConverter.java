package cbd.training.cli;

import cbd.text.Nearest;
import cbd.text.Words;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads an option's value as sweep files spell it, {@code wrn-16-1}; {@code WRN_16_1} is taken as
 * well. As a list it is what may be written.
 *
 * @param <E> what there is to choose from
 */
abstract class WordConverter<E extends Enum<E>> implements ITypeConverter<E>, Iterable<String> {
  private final List<E> constants;

  WordConverter(Class<E> choice) {
    this.constants = List.of(choice.getEnumConstants());
  }

  @Override
  public E convert(String value) {
    String word = value.toLowerCase(Locale.ROOT).replace('_', '-');
    return constants.stream()
        .filter(constant -> Words.of(constant).equals(word))
        .findAny()
        .orElseThrow(() -> new TypeConversionException(rule(value)));
  }

  private String rule(String value) {
    List<String> words = words().toList();
    return "must be one of "
        + String.join(", ", words)
        + ", but was '"
        + value
        + "'"
        + Nearest.hint(value, words);
  }

  private Stream<String> words() {
    return constants.stream().map(Words::of);
  }

  @Override
  public Iterator<String> iterator() {
    return words().iterator();
  }
}
