package cbd.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.certificate.Authority;
import cbd.coordinator.certificate.Standing;
import cbd.coordinator.store.Owner;
import cbd.coordinator.store.Store;
import cbd.tls.CertificateFolder;
import cbd.tls.Refusals;
import cbd.tls.Tls;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElsewhereTest {
  @TempDir private Path folder;

  private Tls tls() {
    Duration day = Duration.ofDays(1);
    Instant now = InstantSource.system().instant();
    Authority.create(folder.resolve("ca"), "test", day.multipliedBy(9), now)
        .issue(new CertificateFolder(folder), Standing.MEMBER, List.of(), day, now);
    return Tls.of(folder, System::nanoTime, Refusals.UNCOUNTED);
  }

  @Test
  void passesNothingOnInPlainTextThatCameEncrypted() {
    try (Store store = Store.open(folder.resolve("cbd.db"))) {
      Elsewhere plain = new Elsewhere(store.reads(), () -> "here", Optional.empty());
      Elsewhere encrypted = new Elsewhere(store.reads(), () -> "here", Optional.of(tls()));

      store.beginTerm(new Owner("a", "http://10.0.0.8:8470"), Instant.EPOCH);
      assertThat(plain.address()).hasValue("http://10.0.0.8:8470");
      assertThat(encrypted.address()).isEmpty();
      store.beginTerm(new Owner("b", "https://10.0.0.8:8470"), Instant.EPOCH);
      assertThat(encrypted.address()).hasValue("https://10.0.0.8:8470");
    }
  }
}
