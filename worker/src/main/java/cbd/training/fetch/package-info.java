/**
 * Getting data sets over the network, only when a person asks for it. {@link
 * cbd.training.fetch.Cifar10Archive} knows what, {@link cbd.training.fetch.Download} how.
 */
@NullMarked
package cbd.training.fetch;

import org.jspecify.annotations.NullMarked;
