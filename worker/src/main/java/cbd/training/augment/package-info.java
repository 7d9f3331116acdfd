/**
 * Training images on their way into a step: shuffled, augmented, batched. Open {@link
 * cbd.training.augment.ImageBatches} first.
 */
@NullMarked
package cbd.training.augment;

import org.jspecify.annotations.NullMarked;
