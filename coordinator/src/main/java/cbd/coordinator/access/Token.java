package cbd.coordinator.access;

import cbd.domain.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person or a program shows: a name, to find it by, and a secret of 256 random bits. Only
 * the secret's SHA-256 is stored, which needs no salt: nobody guesses 256 bits. As text in a log it
 * is its name.
 *
 * @param name lower-case letters, digits and dashes, 1 to 40 of them
 */
public record Token(String name, String secret) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");
  private static final Pattern TEXT = Pattern.compile("cbd_([a-z0-9-]{1,40})_([A-Za-z0-9_-]{43})");
  private static final int SECRET_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A new one. */
  public static Token fresh(String name) {
    return new Token(name, freshSecret());
  }

  /** 256 random bits, as 43 letters, digits, dashes and underscores. */
  public static String freshSecret() {
    byte[] bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Whether a token can have this name. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** What somebody shows; empty when it is no token at all. */
  public static Optional<Token> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(new Token(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /** What is shown; the one place where the secret is told. */
  public String text() {
    return "cbd_" + name + "_" + secret;
  }

  /** What is stored. */
  public String hash() {
    return Digest.hex(secret);
  }

  /** Whether it is the one whose hash is stored; takes as long whatever the answer. */
  public boolean matches(String hash) {
    return MessageDigest.isEqual(
        hash().getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public String toString() {
    return name;
  }
}
