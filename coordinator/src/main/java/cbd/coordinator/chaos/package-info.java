/**
 * The fault harness, {@code cbd chaos}: starts a cluster of real processes with real trainings,
 * lets things go wrong by a seeded schedule, and then holds what the history says against the
 * promises. Start with {@link cbd.coordinator.chaos.Ordeal}.
 */
@NullMarked
package cbd.coordinator.chaos;

import org.jspecify.annotations.NullMarked;
