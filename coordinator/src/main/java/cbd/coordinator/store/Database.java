package cbd.coordinator.store;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Where a store lies: in a file of this machine, or in a database of a PostgreSQL server. What the
 * two do differently is here and in {@code db/sqlite} and {@code db/postgresql}; everything else is
 * one SQL for both. As text it names the place, and holds no password.
 */
public abstract sealed class Database permits SqliteFile, PostgresDatabase {
  private static final String JDBC = "jdbc:";

  Database() {}

  /** A file of this machine, which one coordinator writes. */
  public static Database file(Path file) {
    return new SqliteFile(file);
  }

  /**
   * What a person names: a file, or a JDBC URL such as {@code jdbc:postgresql://host/database}.
   *
   * @param environment where a server's user and password come from; see {@link Credentials}
   * @throws IllegalArgumentException when the URL is of no database that can hold a store, or holds
   *     a password
   */
  public static Database parse(String text, Map<String, String> environment) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (!lower.startsWith(JDBC)) {
      return file(Path.of(text));
    }
    if (lower.startsWith(PostgresDatabase.SCHEME)) {
      return new PostgresDatabase(text, Credentials.of(environment));
    }
    throw new IllegalArgumentException(
        "a store lies in a file or in "
            + PostgresDatabase.SCHEME
            + "//HOST/DATABASE, but was '"
            + text
            + "'");
  }

  /** Where on this machine; empty where it is on a server. */
  public Optional<Path> folder() {
    return Optional.empty();
  }

  /** Whether coordinators on several machines can use it. */
  public abstract boolean isShared();

  /**
   * Why what is written and read could travel in plain text without anybody having said that it
   * may, as a clause; empty when it travels nowhere, or somebody said how.
   */
  public Optional<String> encryptionUnstated() {
    return Optional.empty();
  }

  /**
   * Makes the place ready to be written.
   *
   * @throws StoreException when it cannot be
   */
  abstract void prepare();

  /**
   * Insists that there is something to read.
   *
   * @throws StoreException when there is not
   */
  abstract void requireThere();

  /** Connections that write, used one at a time. */
  abstract HikariDataSource writer();

  /** Connections that cannot write, and of which every transaction sees one moment. */
  abstract HikariDataSource readers();

  /** Where the migrations of this kind of database are, beside {@code db/common}. */
  abstract String migrations();

  /** The type of a whole-number key. */
  abstract String keyType();

  /** All tables that are there. */
  abstract Set<String> tables(Handle handle);

  /** A sentence on why a store that should be here may hold no tables; empty when none is known. */
  abstract String whyEmpty();

  /** What is wrong with the files below the tables, line by line; empty when they are sound. */
  abstract List<String> damage(Handle handle);

  /**
   * Asks for the epoch in office, so that until the end of the transaction nobody can take office.
   */
  abstract String officeQuery();

  /** The database's own time, in milliseconds since 1970 UTC: one clock for all who use it. */
  abstract String clock();

  /** The store's own exception for what the driver or the pool threw, or the same. */
  abstract RuntimeException explain(RuntimeException thrown);

  /**
   * Runs an action on the store.
   *
   * @throws StoreException in place of what the database threw
   */
  final <T> T explained(Supplier<T> action) {
    try {
      return action.get();
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      throw explain(e);
    }
  }
}
