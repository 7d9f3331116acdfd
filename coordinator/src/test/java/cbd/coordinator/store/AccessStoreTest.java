package cbd.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.coordinator.access.Caller;
import cbd.coordinator.access.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessStoreTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Caller ALICE = new Caller("alice", Role.SUBMIT);

  @TempDir private Path folder;

  @Test
  void keepsTokensSessionsAndTheAuditLog() {
    try (Store store = Store.open(folder.resolve("cbd.db"))) {
      keeps(store);
    }
  }

  /** The same in every kind of database. */
  static void keeps(Store store) {
    AccessStore access = store.access();
    assertThat(access.hasTokens()).isFalse();
    Instant end = NOW.plus(Duration.ofDays(1));
    TokenRow alice = new TokenRow("alice", "hash", Role.SUBMIT, NOW, "admin", end, null);
    assertThat(access.add(alice)).isTrue();
    assertThat(access.add(alice)).as("a name is given once").isFalse();
    assertThat(access.token("alice")).hasValue(alice);
    assertThat(access.tokens()).containsExactly(alice);
    assertThat(alice.isLive(NOW)).isTrue();
    assertThat(alice.isLive(end)).isFalse();

    access.begin("session", "alice", NOW, NOW.plusSeconds(60));
    assertThat(access.session("session", NOW)).hasValue(alice);
    assertThat(access.session("session", NOW.plusSeconds(60))).isEmpty();
    assertThat(access.revoke("alice", NOW)).isTrue();
    assertThat(access.revoke("alice", NOW)).isFalse();
    assertThat(access.session("session", NOW)).isEmpty();
    assertThat(access.hasTokens()).as("also when all are revoked").isTrue();

    long first = access.asked(ALICE, "10.0.0.9", "POST /a", "/a?x=1", NOW);
    long second = access.asked(ALICE, "10.0.0.9", "POST /b", "/b\0", NOW);
    access.answered(first, "200", NOW);
    long third =
        IntStream.range(0, 16)
            .parallel()
            .mapToLong(i -> access.asked(ALICE, "10.0.0.9", "POST /c", "/c", NOW))
            .max()
            .orElseThrow();
    assertThat(access.audit(Long.MAX_VALUE, 99)).as("two at once, each").hasSize(18);
    assertThat(third).isGreaterThan(second);
    List<AuditRow> rows = access.audit(second + 1, 10);
    assertThat(rows).extracting(AuditRow::id).containsExactly(second, first);
    assertThat(rows).extracting(AuditRow::outcome).containsExactly(null, "200");
    assertThat(rows.get(1).target()).isEqualTo("/a?x=1");
    assertThat(access.audit(second, 10)).hasSize(1);
    for (String change : List.of("delete from audit", "update audit set who = 'eve'")) {
      assertThatThrownBy(() -> store.jdbi().useHandle(handle -> handle.execute(change)))
          .hasMessageContaining("only added to");
    }
  }
}
