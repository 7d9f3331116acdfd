/**
 * Whether a cluster kept its promises: pure functions of what a history, and the machine it lay on,
 * say afterwards. One class per promise; start with {@link cbd.coordinator.chaos.check.Promises}.
 */
@NullMarked
package cbd.coordinator.chaos.check;

import org.jspecify.annotations.NullMarked;
