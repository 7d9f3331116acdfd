/**
 * The threat: triggers and how a training set is poisoned with them. {@link
 * cbd.training.attack.Poisoners} is the registry, {@link cbd.training.attack.PoisonedSet} what
 * training sees, {@link cbd.training.attack.TriggeredSet} what evaluation sees.
 */
@NullMarked
package cbd.training.attack;

import org.jspecify.annotations.NullMarked;
