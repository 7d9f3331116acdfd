/** How a network is measured on clean and on triggered test images. */
@NullMarked
package cbd.training.evaluation;

import org.jspecify.annotations.NullMarked;
