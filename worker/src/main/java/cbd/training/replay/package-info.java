/**
 * A stored result next to the same trial trained again. Open {@code Comparison}: it says when two
 * results must be equal to the last digit, and what may explain it when they are not.
 */
@NullMarked
package cbd.training.replay;

import org.jspecify.annotations.NullMarked;
