package cbd.coordinator.sweep;

import cbd.text.Location;

/**
 * A key of the sweep file that gives a setting its values.
 *
 * @param number from 0, another one for each
 * @param key with everything around it, such as {@code grid.attack.poisonRate}
 * @param path the setting, dotted, from the trial, such as {@code attack.poisonRate}
 * @param at where it stands
 */
public record Setter(int number, String key, String path, Location at) {

  /** How deep in the trial the setting stands, from 0. */
  int depth() {
    return (int) path.chars().filter(each -> each == '.').count();
  }
}
