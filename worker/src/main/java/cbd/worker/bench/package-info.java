/**
 * Workers that train nothing, for measuring a coordinator: real members of the cluster that speak
 * the real protocol. Start with {@link cbd.worker.bench.SimulatedAgent}.
 */
@NullMarked
package cbd.worker.bench;

import org.jspecify.annotations.NullMarked;
