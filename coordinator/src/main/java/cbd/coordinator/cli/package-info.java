/**
 * The client commands of {@code cbd}: each asks a coordinator over HTTP, except {@code validate},
 * {@code rebuild} and {@code --store}, which read a file or a store, and {@code demo}, {@code
 * bench} and {@code chaos}, which start a cluster of their own; {@code plan} does without a
 * coordinator when none answers. One class per command; start with {@link
 * cbd.coordinator.cli.ClientCommands}.
 */
@NullMarked
package cbd.coordinator.cli;

import org.jspecify.annotations.NullMarked;
