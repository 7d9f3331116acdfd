/** How fast training steps are. Start with {@link cbd.training.bench.StepBenchmark}. */
@NullMarked
package cbd.training.bench;

import org.jspecify.annotations.NullMarked;
