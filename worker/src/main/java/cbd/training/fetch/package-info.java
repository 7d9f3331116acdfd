/**
 * Getting data sets over the network, only when a person asks for it. {@link
 * cbd.training.fetch.PublishedSets} knows what, {@link cbd.training.fetch.Fetch} how.
 */
@NullMarked
package cbd.training.fetch;

import org.jspecify.annotations.NullMarked;
