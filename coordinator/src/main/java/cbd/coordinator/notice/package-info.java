/**
 * Tells people what they wait for: that a sweep is done, that trials failed, that nothing moves.
 *
 * <p>Start with {@link cbd.coordinator.notice.Herald}, which runs beside the coordinator on threads
 * of its own. {@link cbd.coordinator.notice.NoticeWatch} finds what is to be told in the store, and
 * keeps it there; a {@link cbd.coordinator.notice.Courier} takes it to one {@link
 * cbd.coordinator.notice.Channel}, again and again until somebody takes it. {@link
 * cbd.coordinator.notice.NoticeFile} reads what people want to be told, and how.
 */
@NullMarked
package cbd.coordinator.notice;

import org.jspecify.annotations.NullMarked;
