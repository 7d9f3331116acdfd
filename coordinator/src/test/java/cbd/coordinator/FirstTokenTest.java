package cbd.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.access.Role;
import cbd.coordinator.access.Token;
import cbd.coordinator.store.AccessStore;
import cbd.coordinator.store.Store;
import cbd.coordinator.store.TokenRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstTokenTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir private Path folder;
  private Store store;

  @BeforeEach
  void open() {
    store = Store.open(folder.resolve("cbd.db"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private FirstToken first() {
    return new FirstToken(store.access(), folder);
  }

  @Test
  void isMadeWhereTokensAreNeededAndThereIsNone() throws IOException {
    assertThat(first().ensure(false, false, NOW)).as("loopback stays open").isEmpty();
    Path file = first().ensure(true, false, NOW).orElseThrow();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Token token = Token.parse(Files.readString(file).strip()).orElseThrow();
    TokenRow row = store.access().token("admin").orElseThrow();
    assertThat(token.matches(row.hash())).isTrue();
    assertThat(row.role()).isEqualTo(Role.ADMIN);
    assertThat(first().ensure(true, false, NOW)).as("once").isEmpty();
  }

  @Test
  void isMadeAgainWhenTheLastAdministratorIsGoneOrAPersonAsks() {
    AccessStore access = store.access();
    assertThat(first().ensure(true, false, NOW)).isPresent();
    access.revoke("admin", NOW);
    assertThat(first().ensure(false, false, NOW)).as("tokens are needed by now").isPresent();
    assertThat(access.token("admin-2").orElseThrow().isLive(NOW)).isTrue();
    assertThat(first().ensure(false, true, NOW)).isPresent();
    assertThat(access.tokens())
        .extracting(TokenRow::name)
        .containsExactlyInAnyOrder("admin", "admin-2", "admin-3");
  }
}
