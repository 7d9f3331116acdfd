/**
 * Who may ask for what, and how often: roles, tokens, allowances. Pure: no clock, no store, no
 * HTTP. Start with {@link cbd.coordinator.access.Role}.
 */
@NullMarked
package cbd.coordinator.access;

import org.jspecify.annotations.NullMarked;
