package cbd.coordinator.store;

import cbd.coordinator.access.Loopback;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * A store in a database of a PostgreSQL server, which several coordinators share.
 *
 * <p>Every writing transaction first takes a share of the row that says who is in office; whoever
 * takes office needs that row for itself, and waits until the transaction has ended. So that a
 * coordinator that stands still in the middle of one cannot keep its successor waiting, the server
 * ends a writing transaction in which nothing is said for {@link #SILENCE}.
 */
final class PostgresDatabase extends Database {
  static final String SCHEME = "jdbc:postgresql:";

  /** Shorter than any time after which a silent coordinator is succeeded. */
  private static final String SILENCE = "5s";

  /** Readers keep nobody waiting; but whoever is gone must not hold a session for ever. */
  private static final String READERS_SILENCE = "120s";

  /** Longer than the acceptance of the largest sweep takes; stops a writer that half spoke. */
  private static final String LONGEST = "120s";

  /** Waits for whoever holds what is asked for; then the caller tries again. */
  private static final String LOCK_WAIT = "10s";

  private static final Pattern SECRET =
      Pattern.compile("//[^/]*@|[?&](password|sslpassword)=", Pattern.CASE_INSENSITIVE);

  /** With it the driver does not say any more which events of a batch the history had already. */
  private static final Pattern REWRITES =
      Pattern.compile("[?&]reWriteBatchedInserts\\b", Pattern.CASE_INSENSITIVE);

  private static final int READERS = 4;
  private static final long POOL_WAIT_MILLISECONDS = 10_000;
  private static final int CONNECT_SECONDS = 5;

  /** Without an answer for so long, the server or the way to it is given up. */
  private static final int ANSWER_SECONDS = 60;

  /** Rows that travel at once: a large result must not lie in memory twice. */
  private static final int ROWS_AT_ONCE = 1000;

  private final String url;
  private final Credentials credentials;

  /**
   * @throws IllegalArgumentException when the URL holds a password, or a parameter with which the
   *     store cannot work
   */
  PostgresDatabase(String url, Credentials credentials) {
    if (SECRET.matcher(url).find()) {
      throw new IllegalArgumentException(
          "the URL of a store must not hold a user or password, for others can read a command line;"
              + " say them in "
              + Credentials.USER
              + " and "
              + Credentials.PASSWORD
              + ", or name a file in "
              + Credentials.PASSWORD_FILE);
    }
    if (REWRITES.matcher(url).find()) {
      throw new IllegalArgumentException(
          "the URL of a store must not hold reWriteBatchedInserts, for with it the driver does not"
              + " say what was written; leave it out");
    }
    this.url = url;
    this.credentials = credentials;
  }

  @Override
  public boolean isShared() {
    return true;
  }

  /** The driver itself would do without encryption where the server has none. */
  @Override
  public Optional<String> encryptionUnstated() {
    Map<String, String> said = said();
    List<String> hosts = List.of(said.getOrDefault("PGHOST", "localhost").split(",", -1));
    if (said.containsKey("sslmode")
        || said.containsKey("ssl")
        || hosts.stream().allMatch(Loopback::contains)) {
      return Optional.empty();
    }
    return Optional.of(
        "the way to "
            + String.join(",", hosts)
            + " would be neither encrypted nor checked for certain: write"
            + " ?sslmode=verify-full&sslrootcert=FILE behind the database's name, or, in a network"
            + " you trust, ?sslmode=disable");
  }

  /** What the driver reads in the URL, or in the service's file that it names. */
  private Map<String, String> said() {
    try {
      return Stream.of(DriverManager.getDriver(url).getPropertyInfo(url, new Properties()))
          .filter(property -> property.value != null)
          .collect(Collectors.toMap(property -> property.name, property -> property.value));
    } catch (SQLException e) {
      return Map.of(); // Whoever connects will be told what is wrong with it.
    }
  }

  @Override
  void prepare() {
    // A server makes its own folders.
  }

  @Override
  void requireThere() {
    // Whether the database is there shows when it is connected to.
  }

  @Override
  HikariDataSource writer() {
    HikariConfig pool = pool("store-writer", SILENCE);
    // Flyway takes a second connection while it migrates; we write on one.
    pool.setMaximumPoolSize(2);
    pool.setMinimumIdle(1);
    pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    return explained(() -> new HikariDataSource(pool));
  }

  @Override
  HikariDataSource readers() {
    HikariConfig pool = pool("store-readers", READERS_SILENCE);
    pool.setReadOnly(true);
    // One moment for all statements of a transaction.
    pool.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    pool.setMaximumPoolSize(READERS);
    pool.setMinimumIdle(0);
    return explained(() -> new HikariDataSource(pool));
  }

  private HikariConfig pool(String name, String silence) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName(name);
    pool.setJdbcUrl(url);
    pool.setUsername(credentials.user());
    pool.setPassword(credentials.password());
    pool.setConnectionTimeout(POOL_WAIT_MILLISECONDS);
    // Whoever writes these into the URL has the last word.
    pool.addDataSourceProperty("ApplicationName", "cbd");
    pool.addDataSourceProperty("connectTimeout", CONNECT_SECONDS);
    pool.addDataSourceProperty("loginTimeout", 2 * CONNECT_SECONDS);
    pool.addDataSourceProperty("socketTimeout", ANSWER_SECONDS);
    pool.addDataSourceProperty("tcpKeepAlive", "true");
    pool.addDataSourceProperty("defaultRowFetchSize", ROWS_AT_ONCE);
    pool.setConnectionInitSql(sessionSettings(silence));
    return pool;
  }

  /** Those of the settings that this version of the server knows; the last is new in 17. */
  private static String sessionSettings(String silence) {
    return """
        select set_config(wish.name, wish.value, false)
        from (values ('idle_in_transaction_session_timeout', '%s'),
                     ('lock_timeout', '%s'),
                     ('tcp_keepalives_idle', '10'),
                     ('tcp_keepalives_interval', '5'),
                     ('tcp_keepalives_count', '3'),
                     ('transaction_timeout', '%s')) as wish (name, value)
        join pg_settings known on known.name = wish.name"""
        .formatted(silence, LOCK_WAIT, LONGEST);
  }

  @Override
  String migrations() {
    return "classpath:db/postgresql";
  }

  @Override
  String keyType() {
    return "bigint";
  }

  @Override
  Set<String> tables(Handle handle) {
    return handle
        .createQuery(
            """
            select table_name::text from information_schema.tables
            where table_schema = current_schema() and table_type = 'BASE TABLE'""")
        .mapTo(String.class)
        .collect(Collectors.toSet());
  }

  @Override
  String whyEmpty() {
    return "";
  }

  /** A server looks after its own files. */
  @Override
  List<String> damage(Handle handle) {
    return List.of();
  }

  @Override
  String officeQuery() {
    return "select epoch from coordinator_epoch where id = 1 for share";
  }

  @Override
  String clock() {
    return "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";
  }

  @Override
  RuntimeException explain(RuntimeException thrown) {
    return PostgresFailures.explain(this, thrown);
  }

  /** Without parameters, of which one could be secret in a later driver. */
  @Override
  public String toString() {
    return url.replaceFirst("\\?.*", "");
  }
}
