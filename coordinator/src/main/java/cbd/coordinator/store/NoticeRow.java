package cbd.coordinator.store;

import cbd.domain.SweepId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that people are told, once each.
 *
 * @param id the same for the same occasion, whoever finds it; no two occasions share one
 * @param kind such as {@code sweep.finished}
 * @param sweep that it is about, or null when it is about all of them
 * @param at when it came to be
 * @param subject one line
 * @param words some lines for people
 * @param payload JSON for programs
 */
public record NoticeRow(
    String id,
    String kind,
    @Nullable SweepId sweep,
    Instant at,
    String subject,
    String words,
    String payload) {}
