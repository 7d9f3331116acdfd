package cbd.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever could read a file can read what replaces it. */
class RightsTest {
  @TempDir Path folder;

  @Test
  void aSecretThatIsNewIsItsOwnersAlone() throws IOException {
    Path file = folder.resolve("key.pem");

    SecretFile.write(file, "new");

    assertThat(permissions(file)).isEqualTo("rw-------");
  }

  @Test
  void whatIsReplacedIsKeptForItsGroupAndNoSecretForEverybody() throws IOException {
    Path secret = old("key.pem", "r--r--r--");
    Path text = old("node.pem", "rw-rw-r--");

    SecretFile.write(secret, "new");
    TextFile.write(text, "new");

    assertThat(secret).hasContent("new");
    assertThat(permissions(secret)).isEqualTo("rw-r-----");
    assertThat(text).hasContent("new");
    assertThat(permissions(text)).isEqualTo("rw-rw-r--");
  }

  /** Root renews the certificates of a service that is not root. */
  @Test
  void whatRootReplacesStaysWhoseItWas() throws IOException {
    assumeThat(System.getProperty("user.name")).as("whose tests these are").isEqualTo("root");
    UserPrincipal nobody =
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    Path secret = Files.setOwner(old("key.pem", "rw-------"), nobody);
    Path text = Files.setOwner(old("node.pem", "rw-r--r--"), nobody);

    SecretFile.write(secret, "new");
    TextFile.write(text, "new");

    assertThat(Files.getOwner(secret)).isEqualTo(nobody);
    assertThat(Files.getOwner(text)).isEqualTo(nobody);
  }

  private Path old(String name, String permissions) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "old");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
