/**
 * Makes the certificates of a cluster: its own authority, and what each member shows to the others.
 * Start with {@link cbd.coordinator.certificate.Authority}.
 */
@NullMarked
package cbd.coordinator.certificate;

import org.jspecify.annotations.NullMarked;
