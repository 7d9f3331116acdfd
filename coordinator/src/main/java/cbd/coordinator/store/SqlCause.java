package cbd.coordinator.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Finds what a driver threw below what was made of it. */
final class SqlCause {
  private SqlCause() {}

  /** The innermost exception of the database; null when it is not to blame. */
  static @Nullable SQLException of(Throwable thrown) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql && !(sql.getCause() instanceof SQLException)) {
        return sql;
      }
    }
    return null;
  }
}
