/**
 * What both roles' metrics share: the contract that lists them all, how they are registered from
 * it, and what keeps their number bounded. Start with {@link cbd.metrics.Contract}.
 */
@NullMarked
package cbd.metrics;

import org.jspecify.annotations.NullMarked;
