/**
 * How a network is trained on poisoned images. Start with {@link
 * cbd.training.defense.DefenseTrainers}; {@link cbd.training.defense.CbdTrainer} is CBD's algorithm
 * from top to bottom. A new defense is one trainer and one line there.
 *
 * <p>Native memory is freed by construction. Long-lived arrays (parameters, running statistics,
 * optimiser states) live on managers that are capped as soon as they exist: whatever is attached to
 * one later throws. Everything else belongs to the step's manager, a try-with-resources in {@link
 * cbd.training.defense.EpochLoop}, which is closed after each batch; a long-lived array that takes
 * part in a step is lent to its manager ({@code tempAttach}), so that results made from it land
 * there too.
 */
@NullMarked
package cbd.training.defense;

import org.jspecify.annotations.NullMarked;
