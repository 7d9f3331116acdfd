package cbd.coordinator.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Turns what SQLite, its driver and the pool throw into the store's own exceptions. */
final class SqliteFailures {
  private SqliteFailures() {}

  static RuntimeException explain(Path file, RuntimeException thrown) {
    SQLException sql = SqlCause.of(thrown);
    if (sql instanceof SQLiteException sqlite) {
      return explain(file, sqlite);
    }
    return sql instanceof SQLTransientConnectionException
        ? unavailable(file, "no connection became free", sql)
        : thrown;
  }

  private static RuntimeException explain(Path file, SQLiteException sqlite) {
    String words = sqlite.getResultCode() + ", " + sqlite.getMessage();
    return switch (primary(sqlite.getResultCode())) {
      case SQLITE_FULL -> unavailable(file, "its disk is full", sqlite);
      case SQLITE_IOERR -> unavailable(file, "its disk failed (" + words + ")", sqlite);
      case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL ->
          unavailable(file, "another process holds its lock", sqlite);
      case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_READONLY, SQLITE_AUTH ->
          unavailable(file, "its file cannot be opened or written (" + words + ")", sqlite);
      case SQLITE_NOMEM -> unavailable(file, "memory ran out", sqlite);
      case SQLITE_CORRUPT, SQLITE_NOTADB ->
          new StoreUnusableException(
              "The store "
                  + file
                  + " is damaged or no SQLite file ("
                  + words
                  + "). Nothing was written; restore it from a copy, or name another file.",
              sqlite);
      case SQLITE_CONSTRAINT ->
          new StoreUnusableException(
              "The store "
                  + file
                  + " holds rows that contradict what was to be written ("
                  + words
                  + "). Nothing was written.",
              sqlite);
      default -> new IllegalStateException("The store " + file + ": " + words, sqlite);
    };
  }

  private static StoreUnavailableException unavailable(Path file, String why, SQLException cause) {
    return new StoreUnavailableException(
        "The store "
            + file
            + " is unavailable: "
            + why
            + ". Nothing was written or acknowledged; what was asked can be asked again once that"
            + " is mended.",
        cause);
  }

  /** Extended codes tell where it happened, such as SQLITE_IOERR_FSYNC; the low byte tells what. */
  private static SQLiteErrorCode primary(SQLiteErrorCode code) {
    return SQLiteErrorCode.getErrorCode(code.code & 0xff);
  }
}
