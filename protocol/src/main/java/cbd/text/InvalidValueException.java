package cbd.text;

/** A record was given a component that breaks its rule. */
public final class InvalidValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String component;
  private final String rule;

  /**
   * @param component the record component at fault, such as {@code poisonRate}
   * @param rule what must hold and what was found: {@code must be between 0.0 and 1.0, but was 1.5}
   */
  public InvalidValueException(String component, String rule) {
    super(component + " " + rule);
    this.component = component;
    this.rule = rule;
  }

  public String component() {
    return component;
  }

  public String rule() {
    return rule;
  }
}
