package cbd.coordinator.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * A store in one SQLite file on a local disk: nothing to install, one coordinator.
 *
 * <p>Its writing transactions hold the file's one write lock from their first statement on, so that
 * what they read first is still true when they commit.
 */
final class SqliteFile extends Database {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(US_ASCII);
  private static final int READERS = 4;
  private static final int BUSY_MILLISECONDS = 5000;

  private final Path file;

  SqliteFile(Path file) {
    this.file = file;
  }

  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public Optional<Path> folder() {
    return Optional.ofNullable(file.toAbsolutePath().getParent());
  }

  @Override
  void prepare() {
    LocalDisk.require(file);
    Path directory = file.toAbsolutePath().getParent();
    try {
      if (directory != null) {
        Files.createDirectories(directory);
      }
    } catch (IOException e) {
      throw new StoreUnavailableException(
          "The folder of the store " + file + " cannot be made: " + e.getMessage(), e);
    }
    if (Files.exists(file)) {
      requireDatabase();
    }
  }

  @Override
  void requireThere() {
    if (!Files.isRegularFile(file)) {
      throw new StoreUnusableException(
          "There is no store "
              + file.toAbsolutePath()
              + ": the file is missing. A coordinator creates it; name the file it was started"
              + " with.",
          null);
    }
    LocalDisk.require(file);
    requireDatabase();
  }

  /**
   * A pool of one: SQLite has one writer at a time, and waiting here is fairer than in its lock.
   */
  @Override
  HikariDataSource writer() {
    SQLiteConfig config = common();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    // FULL: an acknowledged result survives a power cut, not only a killed process.
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    // IMMEDIATE: a transaction that reads first and writes later must not find that it was
    // overtaken.
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    HikariConfig pool = pool(config, uri(), "store-writer");
    pool.setMaximumPoolSize(1);
    pool.setMaxLifetime(0);
    return explained(() -> new HikariDataSource(pool));
  }

  @Override
  HikariDataSource readers() {
    SQLiteConfig config = common();
    config.setReadOnly(true);
    HikariConfig pool = pool(config, uri() + (isFrozen() ? "?immutable=1" : ""), "store-readers");
    pool.setReadOnly(true);
    pool.setMaximumPoolSize(READERS);
    pool.setMinimumIdle(0);
    return explained(() -> new HikariDataSource(pool));
  }

  private static SQLiteConfig common() {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLISECONDS);
    config.enforceForeignKeys(true);
    return config;
  }

  private static HikariConfig pool(SQLiteConfig config, String uri, String name) {
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + uri);
    HikariConfig pool = new HikariConfig();
    pool.setDataSource(source);
    pool.setPoolName(name);
    return pool;
  }

  /**
   * Looks at the first bytes of what is there: the driver and the pool would only log and guess.
   *
   * @throws StoreUnusableException when the file is neither empty nor an SQLite file
   */
  private void requireDatabase() {
    try (InputStream bytes = Files.newInputStream(file)) {
      byte[] start = bytes.readNBytes(MAGIC.length);
      if (start.length > 0 && !Arrays.equals(start, MAGIC)) {
        throw new StoreUnusableException(
            "The file " + file + " is no SQLite file, so no cbd store. Nothing was changed.", null);
      }
    } catch (IOException e) {
      throw new StoreUnavailableException(
          "The store " + file + " cannot be read: " + e + ". Nothing was changed.", e);
    }
  }

  /** A URI, so that a question mark or a hash in the file's name is part of its name. */
  private String uri() {
    return "file:" + file.toAbsolutePath().toUri().getRawPath();
  }

  /**
   * Whether nobody can write the file: no log beside it, and no right to make one. Only then may
   * SQLite be told not to look for a log, without which it would refuse to read.
   */
  private boolean isFrozen() {
    Path directory = file.toAbsolutePath().getParent();
    Path log = file.resolveSibling(file.getFileName() + "-wal");
    try {
      return directory != null
          && !Files.isWritable(directory)
          && (!Files.exists(log) || Files.size(log) == 0);
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  String migrations() {
    return "classpath:db/sqlite";
  }

  @Override
  String keyType() {
    return "integer"; // Which is the row's own number.
  }

  @Override
  Set<String> tables(Handle handle) {
    return handle
        .createQuery("select name from sqlite_master where type = 'table'")
        .mapTo(String.class)
        .collect(Collectors.toSet());
  }

  @Override
  String whyEmpty() {
    String name = String.valueOf(file.getFileName());
    return String.format(
        " It holds no tables. While a coordinator runs, what it wrote last is in %s-wal: a copy"
            + " needs that file beside it, or is made with sqlite3 %s \".backup COPY\".",
        name, name);
  }

  @Override
  List<String> damage(Handle handle) {
    return handle.createQuery("pragma integrity_check").mapTo(String.class).stream()
        .filter(line -> !line.equals("ok"))
        .toList();
  }

  @Override
  String officeQuery() {
    return "select epoch from coordinator_epoch where id = 1";
  }

  @Override
  String clock() {
    return "cast(unixepoch('subsec') * 1000 as integer)";
  }

  @Override
  RuntimeException explain(RuntimeException thrown) {
    return SqliteFailures.explain(file, thrown);
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
