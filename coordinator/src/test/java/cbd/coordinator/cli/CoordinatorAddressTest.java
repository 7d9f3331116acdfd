package cbd.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.coordinator.http.Views;
import cbd.disk.SecretFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoordinatorAddressTest {
  private static final CoordinatorAddress BARE = new CoordinatorAddress(false, false, false);
  private static final CoordinatorAddress TOKEN = new CoordinatorAddress(false, true, false);
  private static final CoordinatorAddress AUTHORITY = new CoordinatorAddress(true, true, false);
  private static final CoordinatorAddress INSECURE = new CoordinatorAddress(false, true, true);

  @TempDir private Path folder;

  @Test
  void addsTheSchemeThatKeepsATokenSecret() {
    assertThat(BARE.of("head:8470")).hasToString("http://head:8470");
    assertThat(TOKEN.of("head:8470")).hasToString("https://head:8470");
    assertThat(TOKEN.of("127.0.0.1:8470")).hasToString("http://127.0.0.1:8470");
    assertThat(TOKEN.of("[::1]:8470")).hasToString("http://[::1]:8470");
    assertThat(AUTHORITY.of("127.0.0.1:8470")).hasToString("https://127.0.0.1:8470");
    assertThat(INSECURE.of("head:8470")).hasToString("http://head:8470");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://10.0.0.7:8470", "http://head", "http://127.0.0.1.example.org"})
  void sendsNoTokenToAnotherMachineInPlainText(String url) {
    assertThatThrownBy(() -> TOKEN.of(url)).isInstanceOf(CliFailure.class);
    assertThat(BARE.of(url)).as("nothing is secret").hasToString(url);
    assertThat(INSECURE.of(url)).as("a person said so").hasToString(url);
  }

  @Test
  void sendsATokenInPlainTextOnThisMachine() {
    assertThat(TOKEN.of("http://127.0.0.1:8470/#/sweeps")).hasToString("http://127.0.0.1:8470");
    assertThat(TOKEN.of("http://localhost:8470")).hasToString("http://localhost:8470");
    assertThat(TOKEN.of("https://head:8470")).hasToString("https://head:8470");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ftp://head", "http://", "a b", "://head"})
  void saysWhatIsNoAddress(String url) {
    assertThatThrownBy(() -> TOKEN.of(url))
        .isInstanceOf(CliFailure.class)
        .hasMessageContaining("--coordinator must be an address");
  }

  @Test
  void aCommandSaysWhatToWriteInsteadOrThatItMay() throws IOException {
    Path token = folder.resolve("token");
    SecretFile.write(token, "cbd_alice_secret");
    try (CannedCoordinator coordinator = new CannedCoordinator()) {
      coordinator.knows("GET /sweeps", new Views.SweepList(List.of(), null));
      // Java takes it for this machine; here it stands for an address that could be anybody's.
      String url = "http://[::ffff:127.0.0.1]:" + coordinator.address().getPort();
      String[] words = {"sweeps", "--token-file", token.toString(), "--coordinator", url};

      Shell refused = new Shell();
      assertThat(refused.run(words)).isEqualTo(Exit.INVALID);
      assertThat(refused.err())
          .contains("could read your token", "write https://[::ffff:127.0.0.1]:", "--insecure")
          .doesNotContain("secret");
      assertThat(coordinator.asked).isEmpty();

      Shell said = new Shell();
      String[] more = Arrays.copyOf(words, words.length + 1);
      more[words.length] = "--insecure";
      assertThat(said.run(more)).as(said.err()).isZero();
      assertThat(coordinator.asked).containsExactly("GET /sweeps");
    }
  }
}
