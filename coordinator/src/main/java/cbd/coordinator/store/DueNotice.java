package cbd.coordinator.store;

/**
 * A notice that a channel has not delivered yet.
 *
 * @param channel its name
 * @param tries that were begun
 */
public record DueNotice(NoticeRow notice, String channel, int tries) {}
