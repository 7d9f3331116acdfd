package cbd.text;

/**
 * The one text of a record that identities are made from: compact JSON, keys sorted, components
 * that equal their default left out, doubles as their shortest decimal.
 *
 * <p>Leaving defaults out lets a record gain a setting whose default keeps the old behaviour
 * without changing any identity. It also means that a published default must never be changed: that
 * would give an old identity a new meaning.
 */
public final class CanonicalText {
  private CanonicalText() {}

  /**
   * The canonical text of a record.
   *
   * @param record of any type whose components {@link RecordWriter} knows
   */
  public static String of(Object record) {
    return JsonText.write(RecordWriter.sorted(RecordWriter.withoutDefaults(record)));
  }
}
