package cbd.coordinator.store;

import org.jspecify.annotations.Nullable;

/**
 * Who takes office.
 *
 * @param member the coordinator's address in the cluster, for people
 * @param http where its API is, such as {@code http://10.0.0.7:8470}; null when it has none
 */
public record Owner(String member, @Nullable String http) {}
