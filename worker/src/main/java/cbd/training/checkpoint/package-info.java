/**
 * A training's state on disk, so that another process goes on where one ended. Open {@link
 * cbd.training.checkpoint.Checkpoints} first; whatever later steps depend on besides the spec is a
 * {@link cbd.training.checkpoint.Savable}.
 *
 * <p>What is restored equals what was saved to the last bit: a trial that went on from a
 * checkpoint, on a device of the same model, gives the numbers of one that nothing disturbed.
 */
@NullMarked
package cbd.training.checkpoint;

import org.jspecify.annotations.NullMarked;
