package cbd.coordinator.store;

import cbd.coordinator.access.Caller;
import cbd.coordinator.access.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The store's tokens, web sessions and audit log. They belong to people and not to the office:
 * every coordinator on the store writes them, whether it is the active one or not. Thread-safe;
 * every method blocks, and throws {@link StoreUnavailableException} when the disk fails or the
 * server is away.
 */
public final class AccessStore {
  private final Database database;
  private final Jdbi writer;
  private final ReadOnlyStore reads;

  AccessStore(Database database, Jdbi writer, ReadOnlyStore reads) {
    this.database = database;
    this.writer = writer;
    this.reads = reads;
  }

  /** Whether a token was ever made. From then on they are needed, also when all were revoked. */
  public boolean hasTokens() {
    return reads.read(
        handle ->
            handle
                .createQuery("select name from api_token limit 1")
                .mapTo(String.class)
                .findOne()
                .isPresent());
  }

  /** All tokens, the oldest first, those among them that were revoked. */
  public List<TokenRow> tokens() {
    return reads.read(
        handle ->
            handle
                .createQuery("select * from api_token order by created_at, name")
                .map((row, context) -> token(row))
                .list());
  }

  /** The token of this name, live or not. */
  public Optional<TokenRow> token(String name) {
    return reads.read(
        handle ->
            handle
                .createQuery("select * from api_token where name = :name")
                .bind("name", name)
                .map((row, context) -> token(row))
                .findOne());
  }

  /**
   * Adds a token.
   *
   * @return false when the name was given before, also to one that was revoked
   */
  public boolean add(TokenRow token) {
    return write(
        handle ->
            handle
                    .createUpdate(
                        """
                        insert into api_token
                          (name, hash, role, created_at, created_by, expires_at, revoked_at)
                        values (:name, :hash, :role, :created, :by, :expires, null)
                        on conflict (name) do nothing""")
                    .bind("name", token.name())
                    .bind("hash", token.hash())
                    .bind("role", Column.word(token.role()))
                    .bind("created", token.created().toEpochMilli())
                    .bind("by", token.createdBy())
                    .bind("expires", Column.milliseconds(token.expires()))
                    .execute()
                == 1);
  }

  /**
   * Takes a token back, and ends the sessions that were begun with it.
   *
   * @return false when there is none of this name, or it was revoked before
   */
  public boolean revoke(String name, Instant now) {
    return write(
        handle -> {
          handle.execute("delete from web_session where token = ?", name);
          return handle.execute(
                  "update api_token set revoked_at = ? where name = ? and revoked_at is null",
                  now.toEpochMilli(),
                  name)
              == 1;
        });
  }

  /**
   * Begins a session of the web page.
   *
   * @param hash of the session's secret
   */
  public void begin(String hash, String token, Instant now, Instant expires) {
    write(
        handle -> {
          handle.execute("delete from web_session where expires_at <= ?", now.toEpochMilli());
          return handle.execute(
              "insert into web_session (hash, token, begun_at, expires_at) values (?, ?, ?, ?)",
              hash,
              token,
              now.toEpochMilli(),
              expires.toEpochMilli());
        });
  }

  /** Ends a session; one that is not there has ended. */
  public void end(String hash) {
    write(handle -> handle.execute("delete from web_session where hash = ?", hash));
  }

  /** The token with which a session was begun; empty when it has expired, or is none. */
  public Optional<TokenRow> session(String hash, Instant now) {
    return reads.read(
        handle ->
            handle
                .createQuery(
                    """
                    select api_token.* from web_session
                    join api_token on api_token.name = web_session.token
                    where web_session.hash = :hash and web_session.expires_at > :now""")
                .bind("hash", hash)
                .bind("now", now.toEpochMilli())
                .map((row, context) -> token(row))
                .findOne());
  }

  /**
   * Writes down that somebody asks for a change, before it is made.
   *
   * @return by which the answer is written down
   */
  public long asked(Caller caller, String address, String action, String target, Instant now) {
    return write(
        handle ->
            handle
                .createQuery(
                    """
                    insert into audit (at, who, role, address, action, target, outcome)
                    values (:at, :who, :role, :address, :action, :target, 'asked')
                    returning id""")
                .bind("at", now.toEpochMilli())
                .bind("who", caller.name())
                .bind("role", Column.word(caller.role()))
                .bind("address", address)
                .bind("action", action)
                .bind("target", Column.words(target))
                .mapTo(Long.class)
                .one());
  }

  /** Writes down what was answered. */
  public void answered(long asked, String outcome, Instant now) {
    write(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into audit (asked, at, who, role, address, action, target, outcome)
                    select id, :at, who, role, address, action, target, :outcome
                    from audit where id = :asked""")
                .bind("at", now.toEpochMilli())
                .bind("outcome", outcome)
                .bind("asked", asked)
                .execute());
  }

  /**
   * What was asked for, the latest first.
   *
   * @param before only what has a smaller id
   */
  public List<AuditRow> audit(long before, int limit) {
    return reads.read(
        handle ->
            handle
                .createQuery(
                    """
                    select question.*, answer.outcome as answered from audit question
                    left join audit answer on answer.asked = question.id
                    where question.asked is null and question.id < :before
                    order by question.id desc limit :limit""")
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> audit(row))
                .list());
  }

  private static AuditRow audit(ResultSet row) throws SQLException {
    return new AuditRow(
        row.getLong("id"),
        Column.time(row, "at"),
        row.getString("who"),
        row.getString("role"),
        row.getString("address"),
        row.getString("action"),
        row.getString("target"),
        row.getString("answered"));
  }

  private static TokenRow token(ResultSet row) throws SQLException {
    return new TokenRow(
        row.getString("name"),
        row.getString("hash"),
        Column.constant(Role.class, row.getString("role")),
        Column.time(row, "created_at"),
        row.getString("created_by"),
        Column.timeOrNull(row, "expires_at"),
        Column.timeOrNull(row, "revoked_at"));
  }

  private <T> T write(Function<Handle, T> work) {
    return database.explained(() -> writer.inTransaction(work::apply));
  }
}
