/**
 * A whole cluster as child processes, for {@code cbd demo}. Start with {@link
 * cbd.coordinator.cli.demo.DemoCluster}.
 */
@NullMarked
package cbd.coordinator.cli.demo;

import org.jspecify.annotations.NullMarked;
