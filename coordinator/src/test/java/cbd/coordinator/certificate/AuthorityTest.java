package cbd.coordinator.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.tls.CertificateFolder;
import cbd.tls.CertificateNames;
import cbd.tls.Pem;
import cbd.tls.Tls;
import cbd.tls.TlsException;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class AuthorityTest {
  private static final Duration YEAR = Duration.ofDays(365);

  @TempDir private Path folder;
  private final Instant now = InstantSource.system().instant();
  private final AtomicLong nanos = new AtomicLong();
  private final List<String> refused = new ArrayList<>();
  private Authority authority;

  @BeforeEach
  void make() {
    authority = Authority.create(folder.resolve("ca"), "test", YEAR.multipliedBy(2), now);
  }

  private CertificateFolder issued(String name) {
    CertificateFolder member = new CertificateFolder(folder.resolve(name));
    authority.issue(member, Standing.MEMBER, List.of("10.0.0.7", name), YEAR, now);
    return member;
  }

  private Tls tls(CertificateFolder member) {
    return Tls.of(member.folder(), nanos::get, refused::add);
  }

  private void meet(Tls calling, Tls called) throws SSLException {
    new Encounter(calling.calling("gpu-1", 25520), called.called()).meet();
  }

  @Test
  void makesMembersThatBelieveEachOther() throws SSLException {
    Tls one = tls(issued("gpu-1"));
    Tls other = tls(issued("gpu-2"));
    SSLEngine calling = one.calling("gpu-2", 1);
    SSLEngine called = other.called();
    new Encounter(calling, called).meet();

    assertThat(one.stranger(calling.getSession())).isEmpty();
    assertThat(other.stranger(called.getSession())).isEmpty();
    assertThat(calling.getSession().getProtocol()).isEqualTo("TLSv1.2");
    assertThat(refused).isEmpty();
  }

  @Test
  void namesAMembersMachine() {
    assertThat(CertificateNames.of(Pem.certificates(issued("gpu-1").certificate()).get(0)))
        .containsExactly("cbd-node", "10.0.0.7", "gpu-1", "localhost", "127.0.0.1");
  }

  @Test
  void isNotBelievedByMembersOfAnother() {
    Authority stranger = Authority.create(folder.resolve("other"), "other", YEAR, now);
    CertificateFolder foreign = new CertificateFolder(folder.resolve("foreign"));
    stranger.issue(foreign, Standing.MEMBER, List.of(), Duration.ofDays(1), now);

    assertThatThrownBy(() -> meet(tls(foreign), tls(issued("gpu-1"))))
        .isInstanceOf(SSLException.class);
    assertThat(refused).anyMatch(why -> why.contains("authority that is not believed here"));
  }

  @Test
  void isNotBelievedBeyondTheEnd() {
    CertificateFolder old = new CertificateFolder(folder.resolve("old"));
    authority.issue(
        old, Standing.MEMBER, List.of(), Duration.ofDays(1), now.minus(Duration.ofDays(2)));

    assertThatThrownBy(() -> meet(tls(issued("gpu-1")), tls(old))).isInstanceOf(SSLException.class);
    assertThat(refused).anyMatch(why -> why.contains("expired"));
  }

  @Test
  void turnsAwayWhoShowsNothingAndWhoSpeaksPlainText() throws Exception {
    CertificateFolder member = issued("gpu-1");
    SSLContext bare = Tls.believing(member.authorities());
    SSLEngine calling = bare.createSSLEngine();
    calling.setUseClientMode(true);
    assertThatThrownBy(() -> new Encounter(calling, tls(member).called()).meet())
        .isInstanceOf(SSLException.class);
    assertThat(refused).singleElement().asString().contains("shows no certificate");

    SSLEngine called = tls(member).called();
    called.beginHandshake();
    ByteBuffer plain = ByteBuffer.wrap("AKKA\1\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> called.unwrap(plain, ByteBuffer.allocate(1 << 16)))
        .isInstanceOf(SSLException.class);
    assertThat(refused).last().asString().contains("does not speak TLS");
  }

  @Test
  void countsWhomeverItTurnsAwayAndWritesDownFew() throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger("cbd.tls.WatchedEngine");
    ListAppender<ILoggingEvent> told = new ListAppender<>();
    told.start();
    log.addAppender(told);
    try {
      Tls member = tls(issued("gpu-1"));
      speakPlainly(member, 30);
      nanos.addAndGet(Duration.ofSeconds(10).toNanos());
      speakPlainly(member, 5);
    } finally {
      log.detachAppender(told);
    }
    assertThat(refused).hasSize(35);
    assertThat(told.list).hasSize(11);
    assertThat(told.list.get(10).getFormattedMessage()).endsWith("leftOut=20");
  }

  private static void speakPlainly(Tls member, int times) throws SSLException {
    for (int i = 0; i < times; i++) {
      SSLEngine called = member.called();
      called.beginHandshake();
      ByteBuffer plain = ByteBuffer.wrap("GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII));
      assertThatThrownBy(() -> called.unwrap(plain, ByteBuffer.allocate(1 << 16)))
          .isInstanceOf(SSLException.class);
    }
  }

  @Test
  void takesAMemberOnlyByTheMembersName() throws Exception {
    CertificateFolder guest = new CertificateFolder(folder.resolve("guest"));
    authority.issue(guest, Standing.GUEST, List.of("prometheus"), YEAR, now);
    Tls member = tls(issued("gpu-1"));
    SSLEngine called = member.called();
    new Encounter(tls(guest).calling("gpu-1", 1), called).meet();

    assertThat(member.stranger(called.getSession()).orElseThrow()).contains("lacks the name");
    assertThat(refused).hasSize(1);

    Encounter asking = new Encounter(asking(member), serving(tls(guest)));
    assertThatThrownBy(asking::meet)
        .as("a member passes nothing on to a server that is none")
        .isInstanceOf(SSLException.class);
    new Encounter(asking(member), serving(tls(issued("gpu-2")))).meet();
  }

  @Test
  void aGuestWithoutAHostCanBeTakenForNoServer() throws Exception {
    CertificateFolder guest = new CertificateFolder(folder.resolve("guest"));
    authority.issue(guest, Standing.GUEST, List.of(), YEAR, now);
    X509Certificate certificate = Pem.certificates(guest.certificate()).get(0);
    assertThat(CertificateNames.of(certificate)).isEmpty();
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    new Encounter(tls(guest).calling("gpu-1", 1), tls(issued("gpu-1")).called()).meet();

    new Encounter(person(), serving(tls(issued("gpu-2")))).meet();
    assertThatThrownBy(new Encounter(person(), serving(tls(guest)))::meet)
        .isInstanceOf(SSLException.class);
  }

  @Test
  void aGuestWithAHostIsOneThereAndNotOnLoopback() throws Exception {
    CertificateFolder guest = new CertificateFolder(folder.resolve("guest"));
    authority.issue(guest, Standing.GUEST, List.of("cbd-postgres"), YEAR, now);
    X509Certificate certificate = Pem.certificates(guest.certificate()).get(0);
    assertThat(CertificateNames.of(certificate)).containsExactly("cbd-postgres");
    assertThat(certificate.getExtendedKeyUsage()).contains("1.3.6.1.5.5.7.3.1");
    assertThatThrownBy(new Encounter(person(), serving(tls(guest)))::meet)
        .isInstanceOf(SSLException.class);
  }

  /** Somebody who asks the coordinator of their own machine. */
  private SSLEngine person() {
    SSLEngine engine =
        Tls.believing(folder.resolve("ca/ca.pem")).createSSLEngine("127.0.0.1", 8470);
    engine.setUseClientMode(true);
    SSLParameters checked = engine.getSSLParameters();
    checked.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(checked);
    return engine;
  }

  private static SSLEngine asking(Tls member) {
    SSLEngine engine = member.toMembers().createSSLEngine("an-address-in-no-certificate", 8470);
    engine.setUseClientMode(true);
    return engine;
  }

  private static SSLEngine serving(Tls tls) {
    SSLEngine engine = tls.context().createSSLEngine();
    engine.setUseClientMode(false);
    return engine;
  }

  @Test
  void replacedFilesCountWithoutARestart() throws Exception {
    Authority next = Authority.create(folder.resolve("next"), "next", YEAR.multipliedBy(2), now);
    CertificateFolder first = issued("gpu-1");
    CertificateFolder second = issued("gpu-2");
    Tls one = tls(first);
    Tls two = tls(second);
    meet(one, two);

    next.issue(first, Standing.MEMBER, List.of(), YEAR, now);
    nanos.addAndGet(Duration.ofSeconds(4).toNanos());
    meet(one, two);
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    // The first one shows what the second does not believe yet.
    assertThatThrownBy(() -> new Encounter(one.calling("elsewhere", 9), two.called()).meet())
        .isInstanceOf(SSLException.class);

    next.issue(second, Standing.MEMBER, List.of(), YEAR, now);
    nanos.addAndGet(Duration.ofSeconds(6).toNanos());
    meet(one, two);
    meet(two, one);
  }

  @Test
  void tellsUntilWhenTheCertificateInUseIsValid() {
    CertificateFolder member = issued("gpu-1");
    Tls tls = tls(member);
    assertThat(tls.expires()).isEqualTo(now.plus(YEAR).truncatedTo(ChronoUnit.SECONDS));

    authority.issue(member, Standing.MEMBER, List.of(), Duration.ofDays(500), now);
    nanos.addAndGet(Duration.ofSeconds(6).toNanos());
    assertThat(tls.expires())
        .isEqualTo(now.plus(Duration.ofDays(500)).truncatedTo(ChronoUnit.SECONDS));
  }

  @Test
  void aHalfWrittenReplacementLeavesWhatWasThere() throws Exception {
    CertificateFolder first = issued("gpu-1");
    Tls one = tls(first);
    Tls two = tls(issued("gpu-2"));
    Files.copy(
        folder.resolve("gpu-2/node-key.pem"),
        first.key(),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    nanos.addAndGet(Duration.ofSeconds(6).toNanos());

    meet(one, two);
  }

  @Test
  void keepsKeysToTheirOwner() throws IOException {
    CertificateFolder member = issued("gpu-1");
    for (Path key : List.of(member.key(), folder.resolve("ca/ca-key.pem"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
          .isEqualTo("rw-------");
    }
    Files.setPosixFilePermissions(member.key(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> tls(member))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining("everybody on this machine can read")
        .hasMessageContaining("chmod 600");
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> tls(new CertificateFolder(folder.resolve("nothing"))))
        .hasMessageContaining("there is no folder")
        .hasMessageContaining("cbd certs node");
    assertThatThrownBy(() -> Authority.open(folder.resolve("nothing")))
        .hasMessageContaining("there is no authority in")
        .hasMessageContaining("cbd certs ca");
    assertThatThrownBy(() -> Authority.create(folder.resolve("ca"), "again", YEAR, now))
        .hasMessageContaining("is there already");
    assertThatThrownBy(
            () ->
                authority.issue(
                    new CertificateFolder(folder.resolve("long")),
                    Standing.MEMBER,
                    List.of(),
                    YEAR.multipliedBy(3),
                    now))
        .hasMessageContaining("the authority itself ends");
  }
}
