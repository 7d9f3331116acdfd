package cbd.tls;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;

/** Why two sides could not agree, in words for a person instead of Java's. */
public final class Handshakes {
  private Handshakes() {}

  /** One clause, such as {@code the other side's certificate is of another authority}. */
  public static String words(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return "the other side's certificate has expired (" + cause.getMessage() + ")";
      }
      if (cause instanceof CertificateNotYetValidException) {
        return "the other side's certificate is not valid yet (" + cause.getMessage() + ")";
      }
    }
    return ofText(String.valueOf(failure.getMessage()));
  }

  private static String ofText(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("unable to find valid certification path")
        || lower.contains("signature check failed")
        || lower.contains("path does not chain")) {
      return "the other side's certificate is of an authority that is not believed here";
    }
    if (lower.contains("empty client certificate chain")
        || lower.contains("empty certificate chain")) {
      return "the other side shows no certificate that could be of this cluster's authority";
    }
    if (lower.contains("unsupported or unrecognized ssl message")
        || lower.contains("plaintext connection")) {
      return "the other side does not speak TLS";
    }
    if (lower.contains("no subject alternative") || lower.contains("no name matching")) {
      return "the other side's certificate is not for this address (" + text + ")";
    }
    if (lower.startsWith("received fatal alert")) {
      return "the other side refuses: " + text;
    }
    return text;
  }
}
