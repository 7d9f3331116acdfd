package cbd.coordinator.store;

import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The tables' version, kept by Flyway: {@code db/common} in portable SQL, and besides what is each
 * database's own.
 *
 * <p>While a cluster is brought up to date, a coordinator of the version before is still in office
 * on the new tables, so that a migration only adds: tables, columns that may be empty or have a
 * default, words to a check. Whatever the version before could not read, a kind of event or a word
 * of a trial among it, takes a migration as well, if only one without statements: its number is
 * what keeps the older one out of office.
 */
final class Schema {
  /** The number of the last migration. */
  static final int VERSION = 101;

  private static final int EMPTY = 0;

  private Schema() {}

  /** Makes or completes the tables. */
  static void migrate(DataSource source, Database database) {
    int found = version(Jdbi.create(source), database);
    if (found > VERSION) {
      throw newer(database, found);
    }
    if (found == VERSION) {
      return;
    }
    try {
      Flyway.configure()
          .dataSource(source)
          .locations("classpath:db/common", database.migrations())
          .placeholders(Map.of("id", database.keyType()))
          .load()
          .migrate();
    } catch (FlywayException e) {
      // Another coordinator may have come first: then the tables are there, and all is well.
      if (version(Jdbi.create(source), database) != VERSION) {
        throw e;
      }
    }
  }

  /**
   * Insists on tables that no newer cbd has changed, before somebody takes office.
   *
   * @throws OutdatedException when one has
   */
  static void requireKnown(Handle handle, Database database) {
    int found = recorded(handle);
    if (found > VERSION) {
      throw new OutdatedException(
          "The store "
              + database
              + " has schema version "
              + found
              + " of a newer cbd, this one knows versions up to "
              + VERSION
              + ". A coordinator of the newer cbd has to take office; replace this one by it.");
    }
  }

  /** Insists on tables of exactly this version. */
  static void require(Jdbi jdbi, Database database) {
    int found = version(jdbi, database);
    if (found > VERSION) {
      throw newer(database, found);
    }
    if (found == EMPTY) {
      throw foreign(database, database.whyEmpty());
    }
    if (found < VERSION) {
      throw new StoreUnusableException(
          "The store "
              + database
              + " has schema version "
              + found
              + ", and this cbd reads version "
              + VERSION
              + ". Start a coordinator of this cbd on it once: it brings the store up to date.",
          null);
    }
  }

  /** The version of the tables; 0 when it has none at all. */
  private static int version(Jdbi jdbi, Database database) {
    return jdbi.withHandle(
        handle -> {
          Set<String> tables = database.tables(handle);
          if (tables.isEmpty()) {
            return EMPTY;
          }
          if (!tables.contains("flyway_schema_history")) {
            throw foreign(database, "");
          }
          int version = recorded(handle);
          if (version != EMPTY && !tables.contains("coordinator_epoch")) {
            throw foreign(database, "");
          }
          return version;
        });
  }

  private static int recorded(Handle handle) {
    return handle
        .createQuery(
            "select coalesce(max(cast(version as integer)), 0) from flyway_schema_history"
                + " where success")
        .mapTo(Integer.class)
        .one();
  }

  private static StoreUnusableException newer(Database database, int found) {
    return new StoreUnusableException(
        "The store "
            + database
            + " has schema version "
            + found
            + ", written by a newer cbd; this one knows versions up to "
            + VERSION
            + ". Nothing was changed; use the newer cbd.",
        null);
  }

  private static StoreUnusableException foreign(Database database, String why) {
    return new StoreUnusableException(
        "What lies in " + database + " is no cbd store. Nothing was changed." + why, null);
  }
}
