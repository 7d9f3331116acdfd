package cbd.worker.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.tls.CertificateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority of Java's own keytool; the product's is the coordinator's, out of reach here. */
final class MadeCertificates {
  private static final String PASSWORD = "changeit";

  private final Path folder;

  /**
   * Makes the authority.
   *
   * @param folder where all is kept
   */
  MadeCertificates(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    keytool(
        "ca",
        "-genkeypair",
        "-alias",
        "ca",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=" + folder.getFileName(),
        "-ext",
        "bc:c=ca:true",
        "-validity",
        "30");
  }

  /** Makes a member's certificate, for this machine's loopback. */
  CertificateFolder member(String name) throws IOException, GeneralSecurityException {
    CertificateFolder made = new CertificateFolder(Files.createDirectories(folder.resolve(name)));
    keytool(
        name,
        "-genkeypair",
        "-alias",
        name,
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=" + name,
        "-validity",
        "30");
    keytool(name, "-certreq", "-alias", name, "-file", folder.resolve("request").toString());
    keytool(
        "ca",
        "-gencert",
        "-alias",
        "ca",
        "-rfc",
        "-infile",
        folder.resolve("request").toString(),
        "-outfile",
        made.certificate().toString(),
        "-ext",
        "san=dns:" + CertificateFolder.MEMBER + ",ip:127.0.0.1",
        "-validity",
        "30");
    keytool("ca", "-exportcert", "-alias", "ca", "-rfc", "-file", made.authorities().toString());
    char[] password = PASSWORD.toCharArray();
    byte[] key =
        KeyStore.getInstance(store(name).toFile(), password).getKey(name, password).getEncoded();
    Files.createFile(
        made.key(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        made.key(),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(key)
            + "\n-----END PRIVATE KEY-----\n");
    return made;
  }

  private Path store(String name) {
    return folder.resolve(name + ".p12");
  }

  private void keytool(String store, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of(
            "-storetype", "PKCS12", "-keystore", store(store).toString(), "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.onExit().join().exitValue()).as(said).isZero();
  }
}
