/** The one place where libtorch is started and its threads are set. */
@NullMarked
package cbd.training.engine;

import org.jspecify.annotations.NullMarked;
