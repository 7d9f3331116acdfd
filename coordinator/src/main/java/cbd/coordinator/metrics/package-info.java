/**
 * What the coordinator counts and measures, for Prometheus. Start with {@link
 * cbd.coordinator.metrics.CoordinatorMetrics}: every metric stands there, and in {@code
 * cbd/metrics.txt}, the contract with dashboards and alerts.
 */
@NullMarked
package cbd.coordinator.metrics;

import org.jspecify.annotations.NullMarked;
