package cbd.coordinator.notice;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs webhooks as <a
 * href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 * Webhooks 1.0.0</a> says: {@code v1}, HMAC-SHA256 over id, time and body with full stops between.
 */
final class Signature {
  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int LEAST_BYTES = 24;
  private static final int MOST_BYTES = 64;

  private final SecretKeySpec key;

  private Signature(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /**
   * With a secret as the specification writes it.
   *
   * @throws IllegalArgumentException when {@link #flaw} finds one
   */
  static Signature of(Secret secret) {
    return new Signature(bytes(secret));
  }

  /** What is wrong with a secret, in words that do not tell it; null when nothing is. */
  static @Nullable String flaw(Secret secret) {
    byte[] bytes;
    try {
      bytes = bytes(secret);
    } catch (IllegalArgumentException e) {
      return "must lead to a key in base64, which may begin with whsec_, but it is no base64";
    }
    return bytes.length >= LEAST_BYTES && bytes.length <= MOST_BYTES
        ? null
        : "must lead to a key of "
            + LEAST_BYTES
            + " to "
            + MOST_BYTES
            + " bytes in base64, but it has "
            + bytes.length;
  }

  private static byte[] bytes(Secret secret) {
    String text = secret.value();
    return Base64.getDecoder()
        .decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
  }

  /**
   * The value of the header {@code webhook-signature}.
   *
   * @param id of the notice, without a full stop
   * @param at when it is sent
   */
  String of(String id, Instant at, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
