/**
 * One trial, from spec to result. Open {@code TrialRunner} first.
 *
 * <p>A library that has never heard of a cluster: the packages below hold its parts (data, attack,
 * augment, network, optimizer, defense, evaluation), {@code cbd.training.runner} is the process that
 * a worker's slot starts, {@code cbd.training.cli} the commands for one machine.
 */
@NullMarked
package cbd.training;

import org.jspecify.annotations.NullMarked;
