/**
 * When a sweep will be done, as a pure function of what is left and how fast it goes. Start with
 * {@link cbd.coordinator.forecast.Forecast}.
 */
@NullMarked
package cbd.coordinator.forecast;

import org.jspecify.annotations.NullMarked;
