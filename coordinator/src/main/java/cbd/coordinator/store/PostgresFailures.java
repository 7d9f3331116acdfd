package cbd.coordinator.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/**
 * Turns what PostgreSQL, its driver and the pool throw into the store's own exceptions, by the
 * server's own classes of error (PostgreSQL manual, appendix A).
 */
final class PostgresFailures {
  private PostgresFailures() {}

  static RuntimeException explain(Database database, RuntimeException thrown) {
    SQLException sql = SqlCause.of(thrown);
    if (sql == null) {
      return thrown;
    }
    String state = sql.getSQLState();
    String words = words(sql);
    if (state == null) {
      return sql instanceof SQLTransientConnectionException
          ? unavailable(database, "no connection became free", sql)
          : new IllegalStateException("The store " + database + ": " + words, sql);
    }
    return switch (state.substring(0, 2)) {
      // Whatever was under way is lost or done; asking again finds out, and does no harm.
      case "08" -> unavailable(database, "its server cannot be reached (" + words + ")", sql);
      case "57" -> unavailable(database, "its server stops or starts (" + words + ")", sql);
      case "25" -> unavailable(database, state(state, words), sql);
      case "40", "55" -> unavailable(database, "another one holds its rows (" + words + ")", sql);
      case "53" -> unavailable(database, "its server lacks room (" + words + ")", sql);
      case "54", "58" -> unavailable(database, "its server failed (" + words + ")", sql);
      case "28", "3D", "3F" -> closed(database, words, sql);
      case "23" ->
          unusable(database, "holds rows that contradict what was to be written", words, sql);
      case "XX" -> unusable(database, "is damaged", words, sql);
      case "42" ->
          "42501".equals(state)
              ? closed(database, words, sql)
              : new IllegalStateException("The store " + database + ": " + words, sql);
      default -> new IllegalStateException("The store " + database + ": " + words, sql);
    };
  }

  private static String state(String state, String words) {
    return "25006".equals(state)
        ? "its server may only be read, as a stand-by may (" + words + ")"
        : "its server ended the transaction (" + words + ")";
  }

  private static RuntimeException closed(Database database, String words, SQLException cause) {
    return new StoreUnusableException(
        "The store "
            + database
            + " does not let us in ("
            + words
            + "). Create the database and a user that may make tables in it; say who you are in "
            + Credentials.USER
            + " and "
            + Credentials.PASSWORD
            + " or "
            + Credentials.PASSWORD_FILE
            + ".",
        cause);
  }

  private static StoreUnusableException unusable(
      Database database, String what, String words, SQLException cause) {
    return new StoreUnusableException(
        "The store " + database + " " + what + " (" + words + "). Nothing was written.", cause);
  }

  private static StoreUnavailableException unavailable(
      Database database, String why, SQLException cause) {
    return new StoreUnavailableException(
        "The store "
            + database
            + " is unavailable: "
            + why
            + ". Nothing was acknowledged; what was asked can be asked again once that is mended.",
        cause);
  }

  /** One line. */
  private static String words(SQLException sql) {
    return String.valueOf(sql.getMessage()).strip().replaceAll("\\s*\\R\\s*", ", ");
  }
}
