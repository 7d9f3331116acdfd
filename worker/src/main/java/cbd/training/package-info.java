/**
 * Training: the command line of one machine starts here, in {@code TrainingMain}.
 *
 * <p>Below lies a library that has never heard of a cluster; open {@code cbd.training.trial} first,
 * where one trial goes from spec to result. {@code cbd.training.runner} is the process that a
 * worker's slot starts.
 */
@NullMarked
package cbd.training;

import org.jspecify.annotations.NullMarked;
