package cbd.coordinator.sweep;

import cbd.text.Tree;

/**
 * A value for a setting.
 *
 * @param value replaces whatever stands there
 */
public record Assignment(Setter setter, Tree value) {}
