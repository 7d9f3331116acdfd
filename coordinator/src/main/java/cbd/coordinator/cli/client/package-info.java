/**
 * The API seen from the other side: the same shapes as {@link cbd.coordinator.http.Views}, fetched.
 * Start with {@link cbd.coordinator.cli.client.CoordinatorClient}.
 */
@NullMarked
package cbd.coordinator.cli.client;

import org.jspecify.annotations.NullMarked;
