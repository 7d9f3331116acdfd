package cbd.coordinator.certificate;

import cbd.tls.CertificateFolder;
import cbd.tls.Pem;
import cbd.tls.TlsException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The two kinds of certificates there are (RFC 5280), signed with ECDSA and SHA-256. */
final class Certificates {
  private static final Duration LATE_CLOCKS = Duration.ofMinutes(5);
  private static final int SERIAL_BITS = 127;
  private static final Pattern NUMERIC = Pattern.compile("[0-9.]+|.*:.*");
  private static final KeyPurposeId[] BOTH_SIDES = {
    KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
  };
  private static final SecureRandom RANDOM = new SecureRandom();

  private Certificates() {}

  static X509Certificate authority(String name, KeyPair pair, Instant now, Duration valid) {
    X500Name self = subject("cbd authority of " + name);
    try {
      X509v3CertificateBuilder builder = builder(self, self, pair.getPublic(), now, valid);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
      return signed(builder, pair.getPrivate());
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw unmade(e);
    }
  }

  /**
   * A machine's, good for both sides of a connection, or, without a name to be reached at, for the
   * side that calls.
   *
   * @param names DNS names and addresses
   */
  static X509Certificate machine(
      X509Certificate issuer,
      PrivateKey signer,
      PublicKey key,
      List<String> names,
      Instant now,
      Duration valid) {
    try {
      JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
      X509v3CertificateBuilder builder =
          builder(
              X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded()),
              subject(owner(names)),
              key,
              now,
              valid);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      if (names.isEmpty()) {
        builder.addExtension(
            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
      } else {
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(BOTH_SIDES));
        builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
      }
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          identifiers.createAuthorityKeyIdentifier(issuer));
      builder.addExtension(
          Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
      return signed(builder, signer);
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw unmade(e);
    }
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, PublicKey key, Instant now, Duration valid) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1),
        Date.from(now.minus(LATE_CLOCKS)),
        Date.from(now.plus(valid)),
        subject,
        key);
  }

  /** The first host, or that there is none. */
  private static String owner(List<String> names) {
    return names.stream()
        .filter(name -> !name.equals(CertificateFolder.MEMBER))
        .findFirst()
        .orElse("cbd guest");
  }

  private static X500Name subject(String name) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
  }

  private static GeneralNames alternatives(List<String> names) {
    return new GeneralNames(
        names.stream()
            .map(
                name ->
                    new GeneralName(
                        NUMERIC.matcher(name).matches()
                            ? GeneralName.iPAddress
                            : GeneralName.dNSName,
                        name))
            .toArray(GeneralName[]::new));
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey signer)
      throws GeneralSecurityException, OperatorCreationException {
    String kind = signer.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder(kind).build(signer)));
  }

  static String text(List<X509Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    for (X509Certificate each : certificates) {
      try {
        text.append(Pem.text("CERTIFICATE", each.getEncoded()));
      } catch (CertificateEncodingException e) {
        throw unmade(e);
      }
    }
    return text.toString();
  }

  static String text(PrivateKey key) {
    return Pem.text("PRIVATE KEY", key.getEncoded());
  }

  private static TlsException unmade(Exception e) {
    return new TlsException("a certificate could not be made: " + e.getMessage(), e);
  }
}
