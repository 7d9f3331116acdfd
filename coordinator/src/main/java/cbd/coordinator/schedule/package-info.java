/**
 * The scheduler: what happens to trials, as a pure function of what was and what is said. No clock,
 * no Akka, no logger; time is an argument. Start with {@code Scheduler}.
 */
@NullMarked
package cbd.coordinator.schedule;

import org.jspecify.annotations.NullMarked;
