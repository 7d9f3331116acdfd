package cbd.coordinator.chaos.cluster;

import cbd.coordinator.certificate.Authority;
import cbd.coordinator.certificate.Standing;
import cbd.coordinator.chaos.network.FaultyNetwork;
import cbd.coordinator.cli.client.Credentials;
import cbd.tls.CertificateFolder;
import cbd.tls.Tls;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An authority of the cluster's own, and a certificate for each member that names both addresses it
 * has: the one that others dial, where its proxy stands, and the one that it calls from.
 */
final class Seal {
  /** Longer than any ordeal. */
  private static final Duration VALID = Duration.ofDays(7);

  private final Path folder;

  private Seal(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes them all.
   *
   * @param folder for authority and certificates; its parent exists
   * @param members how many, from 1
   * @throws cbd.tls.TlsException when the folder cannot be written
   */
  static Seal make(Path folder, FaultyNetwork network, int members, Instant now) {
    Authority authority =
        Authority.create(folder.resolve("authority"), "chaos", VALID.plusDays(1), now);
    Seal seal = new Seal(folder);
    for (int member = 1; member <= members; member++) {
      authority.issue(
          new CertificateFolder(seal.of(member)),
          Standing.MEMBER,
          List.of(network.publicHost(member), network.ownHost(member)),
          VALID,
          now);
    }
    return seal;
  }

  /** What a member is started with as {@code --tls}. */
  Path of(int member) {
    return folder.resolve("member-" + member);
  }

  /** For clients that believe this authority alone. */
  Credentials credentials(Optional<String> token) {
    return new Credentials(
        Optional.of(Tls.believing(new CertificateFolder(of(1)).authorities())), token);
  }
}
