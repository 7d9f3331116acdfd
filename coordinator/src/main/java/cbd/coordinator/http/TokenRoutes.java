package cbd.coordinator.http;

import cbd.coordinator.access.Role;
import cbd.coordinator.access.Token;
import cbd.coordinator.store.AccessStore;
import cbd.coordinator.store.AuditRow;
import cbd.coordinator.store.TokenRow;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Giving tokens and taking them back, and who did what. */
final class TokenRoutes {
  private static final Logger log = LoggerFactory.getLogger(TokenRoutes.class);
  private static final String PATH = ApiServer.BASE + "/tokens";
  private static final int MOST_DAYS = 3650;
  private static final int LARGEST_PAGE = 1000;

  private final AccessStore store;
  private final InstantSource clock;

  TokenRoutes(AccessStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  void install(RoutesConfig routes) {
    routes.get(PATH, this::list);
    routes.post(PATH, this::create);
    routes.post(PATH + "/{token}/revoke", this::revoke);
    routes.get(ApiServer.BASE + "/audit", this::audit);
  }

  private void list(Context ctx) {
    Instant now = clock.instant();
    ctx.json(
        new AccessViews.TokenList(store.tokens().stream().map(row -> view(row, now)).toList()));
  }

  private static AccessViews.TokenView view(TokenRow row, Instant now) {
    return new AccessViews.TokenView(
        row.name(),
        row.role().word(),
        row.isLive(now),
        row.created().toString(),
        row.createdBy(),
        text(row.expires()),
        text(row.revoked()));
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private void create(Context ctx) {
    String name = String.valueOf(ctx.queryParam("name"));
    if (!Token.isName(name)) {
      throw ApiException.badRequest(
          "name must be 1 to 40 lower-case letters, digits and dashes, but was '" + name + "'.");
    }
    Role role = role(ctx);
    long days = Answers.number(ctx, "days", 0, 0, MOST_DAYS);
    if (!store.hasTokens() && role != Role.ADMIN) {
      throw ApiException.badRequest(
          "The first token must have the role admin: once there is one, nobody without may make"
              + " another.");
    }
    Instant now = clock.instant();
    Token token = Token.fresh(name);
    Instant expires = days == 0 ? null : now.plus(Duration.ofDays(days));
    String by = Gate.caller(ctx).name();
    if (!store.add(new TokenRow(name, token.hash(), role, now, by, expires, null))) {
      throw ApiException.conflict(
          "The name '" + name + "' was given before, and names are given once; choose another.");
    }
    log.info("A token was made. token={} role={} by={}", token, role.word(), by);
    ctx.status(HttpStatus.CREATED)
        .json(new AccessViews.NewTokenView(name, role.word(), text(expires), token.text()));
  }

  private static Role role(Context ctx) {
    String word = ctx.queryParam("role");
    List<String> words = Arrays.stream(Role.values()).map(Role::word).toList();
    if (word == null || !words.contains(word)) {
      throw ApiException.badRequest("role must be one of " + words + ", but was '" + word + "'.");
    }
    return Role.of(word);
  }

  private void revoke(Context ctx) {
    String name = ctx.pathParam("token");
    if (store.token(name).isEmpty()) {
      throw ApiException.notFound("token", name);
    }
    boolean changed = store.revoke(name, clock.instant());
    log.info("A token was revoked. token={} by={}", name, Gate.caller(ctx).name());
    ctx.json(new AccessViews.RevokedView(name, changed));
  }

  private void audit(Context ctx) {
    long before = Answers.number(ctx, "before", Long.MAX_VALUE, 1, Long.MAX_VALUE);
    int limit = (int) Answers.number(ctx, "limit", 100, 1, LARGEST_PAGE);
    List<AuditRow> rows = store.audit(before, limit);
    Long next = rows.size() < limit ? null : (Long) rows.get(rows.size() - 1).id();
    ctx.json(new AccessViews.AuditPage(rows.stream().map(TokenRoutes::view).toList(), next));
  }

  private static AccessViews.AuditView view(AuditRow row) {
    return new AccessViews.AuditView(
        row.id(),
        row.at().toString(),
        row.who(),
        row.role(),
        row.address(),
        row.action(),
        row.target(),
        row.outcome());
  }
}
