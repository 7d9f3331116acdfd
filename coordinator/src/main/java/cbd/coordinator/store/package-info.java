/**
 * What is kept: events as they happened, and the rows they add up to, in one SQLite file.
 *
 * <p>Start with {@link cbd.coordinator.store.Store}, the coordinator's, which appends events under
 * a {@link cbd.coordinator.store.Term}; {@link cbd.coordinator.store.ReadOnlyStore} answers
 * everybody else. Tables and columns are described in {@code docs/schema.md}; people read them with
 * SQL and pandas, so they are an interface.
 */
@NullMarked
package cbd.coordinator.store;

import org.jspecify.annotations.NullMarked;
