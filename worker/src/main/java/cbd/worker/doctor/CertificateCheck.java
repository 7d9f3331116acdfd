package cbd.worker.doctor;

import cbd.tls.CertificateFolder;
import cbd.tls.CertificateNames;
import cbd.tls.Identity;
import cbd.tls.TlsException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this machine shows to the others of its cluster.
 *
 * @param folder as {@code cbd certs node} made it; null: nothing is looked at
 * @param host the address that the machine is to be reached at
 */
record CertificateCheck(@Nullable Path folder, String host, InstantSource clock) implements Check {
  private static final String SUBJECT = "certificate";

  /** Left, at which it is time for a new one. */
  private static final Duration SOON = Duration.ofDays(30);

  @Override
  public List<Finding> findings() {
    return folder == null ? List.of() : List.of(look(folder));
  }

  private Finding look(Path there) {
    try {
      Identity identity = new CertificateFolder(there).read();
      X509Certificate own = identity.chain().get(0);
      List<String> names = CertificateNames.of(own);
      Instant now = clock.instant();
      if (!identity.expires().isAfter(now)) {
        return Finding.ill(
            SUBJECT,
            "has expired, on " + identity.expires(),
            "On the authority's machine: cbd certs renew, and bring the folder here again.");
      }
      String flaw = identity.flaw().orElse(null);
      if (flaw != null) {
        return Finding.ill(
            SUBJECT,
            "is not one that an authority in ca.pem has signed: " + flaw,
            "Nobody in the cluster believes it: bring all three files anew from one `cbd certs"
                + " node`, or append its authority's ca.pem to that of every machine.");
      }
      if (!names.contains(CertificateFolder.MEMBER)) {
        return Finding.ill(
            SUBJECT,
            "is a guest's, not a member's",
            "Make one with `cbd certs node`, without --guest.");
      }
      if (!names.contains(host)) {
        return Finding.doubtful(
            SUBJECT,
            "does not name " + host + ", but " + names,
            "People cannot ask a coordinator there; `cbd certs node ... --host " + host + "`.");
      }
      return identity.expires().isAfter(now.plus(SOON))
          ? Finding.ok(SUBJECT, "good until " + identity.expires())
          : Finding.doubtful(
              SUBJECT, "good until " + identity.expires() + " only", "cbd certs renew");
    } catch (TlsException e) {
      return Finding.ill(SUBJECT, String.valueOf(e.getMessage()), "docs/security.md");
    }
  }
}
