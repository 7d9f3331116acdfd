package cbd.coordinator.notice;

/**
 * A password or a key; as text it shows nothing.
 *
 * @param value itself
 */
record Secret(String value) {
  @Override
  public String toString() {
    return "Secret[...]";
  }
}
