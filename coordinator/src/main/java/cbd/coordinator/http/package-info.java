/**
 * The HTTP API under {@code /api/v1}, JSON in and out; what is wrong is told as a problem document
 * (RFC 9457). Described in {@code docs/http-api.md}. Start with {@link
 * cbd.coordinator.http.ApiServer}.
 */
@NullMarked
package cbd.coordinator.http;

import org.jspecify.annotations.NullMarked;
