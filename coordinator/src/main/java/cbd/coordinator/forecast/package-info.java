/**
 * How much work trials are and when they will be done, as pure functions of their settings and of
 * how fast it goes. Start with {@link cbd.coordinator.forecast.Forecast}.
 */
@NullMarked
package cbd.coordinator.forecast;

import org.jspecify.annotations.NullMarked;
