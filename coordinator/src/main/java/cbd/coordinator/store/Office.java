package cbd.coordinator.store;

import java.time.Instant;

/**
 * Who may write.
 *
 * @param epoch of the term
 * @param since when it began, by the clock of whoever took office
 */
public record Office(long epoch, Owner owner, Instant since) {}
