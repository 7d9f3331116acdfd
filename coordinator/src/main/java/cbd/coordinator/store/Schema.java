package cbd.coordinator.store;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;

/**
 * The tables' version, kept by Flyway: {@code db/common} in portable SQL, {@code db/sqlite}
 * besides.
 */
final class Schema {
  /** The number of the last migration. */
  static final int VERSION = 2;

  private static final int EMPTY = 0;

  private Schema() {}

  /** Makes or completes the tables. */
  static void migrate(DataSource source, Path file) {
    int found = version(Jdbi.create(source), file);
    if (found > VERSION) {
      throw newer(file, found);
    }
    if (found == VERSION) {
      return;
    }
    try {
      Flyway.configure()
          .dataSource(source)
          .locations("classpath:db/common", "classpath:db/sqlite")
          .placeholders(Map.of("id", "integer"))
          .load()
          .migrate();
    } catch (FlywayException e) {
      // Another coordinator may have come first: then the tables are there, and all is well.
      if (version(Jdbi.create(source), file) != VERSION) {
        throw e;
      }
    }
  }

  /** Insists on tables of exactly this version. */
  static void require(Jdbi jdbi, Path file) {
    int found = version(jdbi, file);
    if (found > VERSION) {
      throw newer(file, found);
    }
    if (found == EMPTY) {
      throw foreign(file);
    }
    if (found < VERSION) {
      throw new StoreUnusableException(
          "The store "
              + file
              + " has schema version "
              + found
              + ", and this cbd reads version "
              + VERSION
              + ". Start a coordinator of this cbd on it once: it brings the store up to date.",
          null);
    }
  }

  /** The version of the file's tables; 0 when it has none at all. */
  private static int version(Jdbi jdbi, Path file) {
    return jdbi.withHandle(
        handle -> {
          Set<String> tables =
              handle
                  .createQuery("select name from sqlite_master where type = 'table'")
                  .mapTo(String.class)
                  .collect(Collectors.toSet());
          if (tables.isEmpty()) {
            return EMPTY;
          }
          if (!tables.contains("flyway_schema_history")) {
            throw foreign(file);
          }
          int version =
              handle
                  .createQuery(
                      "select coalesce(max(cast(version as integer)), 0) from flyway_schema_history"
                          + " where success")
                  .mapTo(Integer.class)
                  .one();
          if (version != EMPTY && !tables.contains("coordinator_epoch")) {
            throw foreign(file);
          }
          return version;
        });
  }

  private static StoreUnusableException newer(Path file, int found) {
    return new StoreUnusableException(
        "The store "
            + file
            + " has schema version "
            + found
            + ", written by a newer cbd; this one knows versions up to "
            + VERSION
            + ". Nothing was changed; use the newer cbd.",
        null);
  }

  private static StoreUnusableException foreign(Path file) {
    return new StoreUnusableException(
        "The file " + file + " is an SQLite file, but no cbd store. Nothing was changed.", null);
  }
}
