/**
 * Random numbers that are the same on every machine, every Java version and after every restart.
 *
 * <p>{@link cbd.training.random.SplitMix} is the generator; every stream starts from a seed of
 * {@code cbd.domain.Seeds} and a position, never from where another stream stopped.
 */
@NullMarked
package cbd.training.random;

import org.jspecify.annotations.NullMarked;
