/**
 * Networks as plain functions over named parameters. Start with {@link
 * cbd.training.network.FeatureNetwork}; {@link cbd.training.network.Networks} makes one. A new
 * model is one file here, a {@link cbd.training.network.Body} written against {@link
 * cbd.training.network.Ops}, and one line there.
 *
 * <p>Native memory: a network's arrays live on a manager of its own, capped once they exist, so
 * that a result which strays onto it throws instead of leaking. Whatever a forward or backward pass
 * makes belongs to the manager of the images it was given, which the caller closes after each step.
 */
@NullMarked
package cbd.training.network;

import org.jspecify.annotations.NullMarked;
