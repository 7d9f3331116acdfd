package cbd.coordinator.http;

import cbd.coordinator.access.Allowance;
import cbd.coordinator.access.Caller;
import cbd.coordinator.access.Token;
import cbd.coordinator.store.AccessStore;
import cbd.coordinator.store.StoreException;
import cbd.coordinator.store.TokenRow;
import cbd.domain.Digest;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out who asks: by a token in the header, by the session of a web page, or, while there are
 * no tokens and none are insisted on, as anybody. Thread-safe.
 */
final class Callers {
  /** The cookie of a web page's session; scripts do not see it, other sites do not send it. */
  static final String COOKIE = "cbd-session";

  /** What the page says with every change, and a form on another site cannot. */
  static final String PAGE_HEADER = "Cbd-Page";

  static final Duration SESSION = Duration.ofHours(12);

  private static final Logger log = LoggerFactory.getLogger(Callers.class);
  private static final String BEARER = "Bearer ";
  private static final String NO_TOKEN = "not a token of cbd";

  private final AccessStore store;
  private final boolean insist;
  private final InstantSource clock;
  private final Allowance failures;
  private final RequestObserver observer;

  /** Once there are tokens they are needed for ever, and the store need not be asked again. */
  private volatile boolean hasTokens;

  /**
   * @param insist whether tokens are needed even while there are none
   * @param failures how often an address may fail
   */
  Callers(
      AccessStore store,
      boolean insist,
      InstantSource clock,
      Allowance failures,
      RequestObserver observer) {
    this.store = store;
    this.insist = insist;
    this.clock = clock;
    this.failures = failures;
    this.observer = observer;
  }

  Instant now() {
    return clock.instant();
  }

  /** Whether requests without a token are turned away. */
  boolean areNeeded() {
    if (!insist && !hasTokens) {
      hasTokens = store.hasTokens();
    }
    return insist || hasTokens;
  }

  /**
   * Whether somebody asks what is answered to everybody, and is to be told as much as a stranger
   * may know: without a good token where they are needed, or while the store cannot tell.
   */
  boolean isStranger(Context ctx) {
    try {
      Shown shown = Shown.of(ctx);
      boolean known = find(shown).isPresent();
      if (!known && shown.authorization() != null) {
        failed(ctx, shown(ctx)); // Counted as everywhere, and answered all the same.
      }
      return !known;
    } catch (StoreException e) {
      return true;
    }
  }

  /**
   * Who asks.
   *
   * @throws ApiException when nobody can tell and it matters
   */
  Caller require(Context ctx) {
    return find(ctx).orElseThrow(() -> failed(ctx, shown(ctx)));
  }

  /**
   * What a request shows of who asks.
   *
   * @param authorization the header
   * @param session the secret of a web session
   */
  record Shown(@Nullable String authorization, @Nullable String session) {
    static Shown of(Context ctx) {
      return new Shown(ctx.header("Authorization"), ctx.cookie(COOKIE));
    }
  }

  /** Who asks; empty when that would be refused. */
  Optional<Caller> find(Context ctx) {
    Shown shown = Shown.of(ctx);
    Optional<Caller> caller = find(shown);
    boolean bySession = shown.authorization() == null && shown.session() != null;
    if (bySession && caller.isPresent() && !caller.get().equals(Caller.ANYBODY)) {
      insistOnThePage(ctx);
    }
    return caller;
  }

  /** Who shows this, whatever is asked for; empty when that would be refused. */
  Optional<Caller> find(Shown shown) {
    String header = shown.authorization();
    if (header != null) {
      return byToken(header.startsWith(BEARER) ? header.substring(BEARER.length()) : "");
    }
    return bySession(shown).or(() -> areNeeded() ? Optional.empty() : Optional.of(Caller.ANYBODY));
  }

  private Optional<Caller> bySession(Shown shown) {
    String session = shown.session();
    return session == null ? Optional.empty() : live(store.session(Digest.hex(session), now()));
  }

  /** Whose token this is; empty when it opens nothing. */
  Optional<Caller> byToken(String text) {
    Optional<Token> token = Token.parse(text.strip());
    return live(
        token.flatMap(shown -> store.token(shown.name()).filter(row -> shown.matches(row.hash()))));
  }

  private Optional<Caller> live(Optional<TokenRow> row) {
    return row.filter(token -> token.isLive(now()))
        .map(token -> new Caller(token.name(), token.role()));
  }

  /** A browser sends the cookie along with whatever it sends; only our page says that it is it. */
  private static void insistOnThePage(Context ctx) {
    if (!ctx.method().toString().equals("GET") && ctx.header(PAGE_HEADER) == null) {
      throw ApiException.forbidden(
          "A change in a web session must come from the page itself, with the header "
              + PAGE_HEADER
              + ". Programs send their token instead.");
    }
  }

  /**
   * Counts a request for what a caller may not.
   *
   * @return whether it is worth writing down: the first ten of an address, then one in ten seconds,
   *     or refusals could fill the store
   */
  boolean countRefusal(Context ctx) {
    observer.refused(RequestObserver.Refusal.FORBIDDEN);
    return failures.take(ctx.ip());
  }

  /**
   * Counts and tells of a failed log-in.
   *
   * @param shown the token's name, if what was shown has one; never the token
   */
  ApiException failed(Context ctx, @Nullable String shown) {
    if (shown == null) {
      observer.refused(RequestObserver.Refusal.UNAUTHENTICATED);
      return ApiException.unauthenticated(
          "This coordinator asks for a token: cbd ... --token-file FILE, or CBD_TOKEN, or the header"
              + " Authorization: Bearer TOKEN. An administrator makes one with `cbd token create`.");
    }
    if (!failures.take(ctx.ip())) {
      observer.refused(RequestObserver.Refusal.TOO_MANY);
      return ApiException.tooMany("Too many failed log-ins from your address; wait ten seconds.");
    }
    observer.refused(RequestObserver.Refusal.UNAUTHENTICATED);
    log.warn(
        "A request was turned away: its token is not good. address={} token={} method={}"
            + " path={}",
        ctx.ip(),
        shown,
        ctx.method(),
        ctx.path());
    return ApiException.unauthenticated(
        (shown.equals(NO_TOKEN)
                ? "That is " + NO_TOKEN + "."
                : "The token '" + shown + "' is wrong, has expired or was revoked.")
            + " An administrator makes a new one with `cbd token create`.");
  }

  /** The name of the token that a request shows, or words for what it shows; null for nothing. */
  static @Nullable String shown(Context ctx) {
    String header = ctx.header("Authorization");
    return header == null
        ? null
        : Token.parse(header.replaceFirst("^" + BEARER, "").strip())
            .map(Token::name)
            .orElse(NO_TOKEN);
  }
}
