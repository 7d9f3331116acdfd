package cbd.coordinator.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One real server for all tests of this process; it writes to disk as servers should. */
final class PostgresServer {
  private static @Nullable EmbeddedPostgres running;

  private PostgresServer() {}

  /** The server, started by whoever asks first; it stops with this process. */
  static synchronized EmbeddedPostgres get() {
    if (running == null) {
      try {
        running = durable().start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return running;
  }

  /** A server that keeps its promises, which those for tests usually do not. */
  static EmbeddedPostgres.Builder durable() {
    return EmbeddedPostgres.builder()
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setPGStartupWait(Duration.ofMinutes(2));
  }

  /** A schema that belongs to this folder and name alone; made when it is not there. */
  static Database schema(Path folder, String name) {
    String schema = name + "_" + Integer.toHexString(folder.hashCode());
    try (Connection connection = get().getPostgresDatabase().getConnection();
        Statement sql = connection.createStatement()) {
      sql.execute("create schema if not exists " + schema);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return database(get(), "currentSchema=" + schema);
  }

  static Database database(EmbeddedPostgres server, String parameters) {
    return Database.parse(
        "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres?" + parameters,
        Map.of(Credentials.USER, "postgres"));
  }
}
