/**
 * The client commands of {@code cbd}: each asks a coordinator over HTTP, except {@code validate},
 * {@code leaderboard --store} and {@code demo}, which bring along what they need; {@code plan} does
 * without a coordinator when none answers. One class per command; start with {@link
 * cbd.coordinator.cli.ClientCommands}.
 */
@NullMarked
package cbd.coordinator.cli;

import org.jspecify.annotations.NullMarked;
