/**
 * What a worker shows on {@code GET /metrics}. Start with {@link cbd.worker.metrics.WorkerMetrics},
 * which lists every metric.
 */
@NullMarked
package cbd.worker.metrics;

import org.jspecify.annotations.NullMarked;
