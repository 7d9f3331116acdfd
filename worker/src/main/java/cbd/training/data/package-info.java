/**
 * Images with labels. {@link cbd.training.data.ImageSet} is the value, {@link
 * cbd.training.data.Datasets} the registry that loads or draws them.
 */
@NullMarked
package cbd.training.data;

import org.jspecify.annotations.NullMarked;
