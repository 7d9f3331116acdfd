package cbd.coordinator.store;

import java.time.Instant;

/**
 * A notice that a channel has given up: nobody was told by it.
 *
 * @param tries how often it was tried
 * @param reason what the other side said at last, or why it could not be asked
 * @param givenUpAt when
 */
public record UntoldRow(
    NoticeRow notice, String channel, int tries, String reason, Instant givenUpAt) {}
