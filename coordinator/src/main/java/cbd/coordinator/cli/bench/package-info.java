/**
 * Measures a coordinator through real processes over the wire, for {@code cbd bench scheduler} and
 * {@code cbd bench load}. Start with {@link cbd.coordinator.cli.bench.SchedulerBenchmark}.
 */
@NullMarked
package cbd.coordinator.cli.bench;

import org.jspecify.annotations.NullMarked;
