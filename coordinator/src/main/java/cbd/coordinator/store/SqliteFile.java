package cbd.coordinator.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** How connections to a store's file are made: one that writes, a few that only read. */
final class SqliteFile {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(US_ASCII);
  private static final int READERS = 4;
  private static final int BUSY_MILLISECONDS = 5000;

  private SqliteFile() {}

  /**
   * A pool of one: SQLite has one writer at a time, and waiting here is fairer than in its lock.
   */
  static HikariDataSource writer(Path file) {
    SQLiteConfig config = common();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    // FULL: an acknowledged result survives a power cut, not only a killed process.
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    // IMMEDIATE: a transaction that reads first and writes later must not find that it was
    // overtaken.
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    HikariConfig pool = pool(config, uri(file), "store-writer");
    pool.setMaximumPoolSize(1);
    pool.setMaxLifetime(0);
    return Failures.explained(file, () -> new HikariDataSource(pool));
  }

  /** Connections that cannot write, whatever is asked of them. */
  static HikariDataSource readers(Path file) {
    SQLiteConfig config = common();
    config.setReadOnly(true);
    HikariConfig pool =
        pool(config, uri(file) + (isFrozen(file) ? "?immutable=1" : ""), "store-readers");
    pool.setReadOnly(true);
    pool.setMaximumPoolSize(READERS);
    pool.setMinimumIdle(0);
    return Failures.explained(file, () -> new HikariDataSource(pool));
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
  static void requireDatabase(Path file) {
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
  private static String uri(Path file) {
    return "file:" + file.toAbsolutePath().toUri().getRawPath();
  }

  /**
   * Whether nobody can write the file: no log beside it, and no right to make one. Only then may
   * SQLite be told not to look for a log, without which it would refuse to read.
   */
  private static boolean isFrozen(Path file) {
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
}
