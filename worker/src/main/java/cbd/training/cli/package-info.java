/** The training commands of {@code cbd}. */
@NullMarked
package cbd.training.cli;

import org.jspecify.annotations.NullMarked;
