package cbd.coordinator.store;

/**
 * A coordinator's term of office. The store accepts events only under the latest term, so that a
 * coordinator that was paused and succeeded cannot write when it wakes.
 *
 * @param epoch from 1, one more with each term
 * @param owner who, for people
 */
public record Term(long epoch, String owner) {}
