/**
 * Trials to a table: cells with mean, spread and confidence interval, ranked by rules that are
 * printed under the table. Pure. Start with {@link cbd.coordinator.leaderboard.Leaderboard}.
 */
@NullMarked
package cbd.coordinator.leaderboard;

import org.jspecify.annotations.NullMarked;
