package cbd.coordinator.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shapes of the API's answers about tokens, sessions and the audit log; as {@link Views}. */
public final class AccessViews {
  private AccessViews() {}

  /**
   * Who asks.
   *
   * @param name of the token, or {@code anybody} while there are none; null: nobody that is known
   * @param role {@code read}, {@code submit} or {@code admin}; null like the name
   * @param needed whether a token is needed for most of what can be asked
   */
  public record SessionView(@Nullable String name, @Nullable String role, boolean needed) {}

  /** All tokens, the oldest first; their secrets are nowhere. */
  public record TokenList(List<TokenView> tokens) {}

  /**
   * One token.
   *
   * @param role {@code read}, {@code submit} or {@code admin}
   * @param live whether it opens anything now
   * @param expires null: never
   * @param revoked null: it was not
   */
  public record TokenView(
      String name,
      String role,
      boolean live,
      String created,
      String createdBy,
      @Nullable String expires,
      @Nullable String revoked) {}

  /**
   * A token that was just made.
   *
   * @param expires null: never
   * @param token what is to be shown; told this once
   */
  public record NewTokenView(String name, String role, @Nullable String expires, String token) {}

  /** Whether a token was taken back now, or had been before. */
  public record RevokedView(String name, boolean changed) {}

  /**
   * Changes that were asked for, the latest first.
   *
   * @param next {@code before} of the page behind this one; null: there is none
   */
  public record AuditPage(List<AuditView> entries, @Nullable Long next) {}

  /**
   * One change that was asked for.
   *
   * @param who name of the token, or {@code anybody}
   * @param action method and route
   * @param target the path, with its query
   * @param outcome status of the answer; null when the coordinator died before it answered
   */
  public record AuditView(
      long id,
      String at,
      String who,
      String role,
      String address,
      String action,
      String target,
      @Nullable String outcome) {}
}
