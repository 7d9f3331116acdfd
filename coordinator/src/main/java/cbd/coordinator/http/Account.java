package cbd.coordinator.http;

import cbd.coordinator.access.Caller;
import cbd.coordinator.store.AccessStore;
import cbd.coordinator.store.StoreException;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who did what: an entry in the store before a change is made, without which it is not made, and
 * another one with what was answered.
 */
final class Account {
  private static final Logger log = LoggerFactory.getLogger(Account.class);
  private static final String ENTRY = "cbd-account";
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-zA-Z.:%\\[\\]-]{1,60}");
  private static final int MOST_TARGET = 500;

  private final AccessStore store;
  private final InstantSource clock;
  private final Predicate<String> isPeer;

  /**
   * @param isPeer whether an address is that of a coordinator of this cluster
   */
  Account(AccessStore store, InstantSource clock, Predicate<String> isPeer) {
    this.store = store;
    this.clock = clock;
    this.isPeer = isPeer;
  }

  /**
   * Somebody asks for a change.
   *
   * @throws StoreException when it cannot be written down
   */
  void asked(Context ctx, Caller caller, String route) {
    String query = ctx.queryString();
    String target = ctx.path() + (query == null ? "" : "?" + query);
    ctx.attribute(
        ENTRY,
        store.asked(
            caller,
            address(ctx),
            route,
            target.length() > MOST_TARGET ? target.substring(0, MOST_TARGET) : target,
            clock.instant()));
  }

  /**
   * A stand-by's address tells too little: it says on whose behalf it asks, which is noted. From
   * anybody else the same words would be a way to blame others.
   */
  private String address(Context ctx) {
    String client = ctx.header(Elsewhere.CLIENT);
    if (client == null
        || ctx.header(Elsewhere.PASSED_ON) == null
        || !ADDRESS.matcher(client).matches()
        || !isPeer.test(ctx.ip())) {
      return ctx.ip();
    }
    return ctx.ip() + " for " + client;
  }

  /** The answer to what was asked, if it was a change. */
  void answered(Context ctx) {
    Long entry = ctx.attribute(ENTRY);
    if (entry == null) {
      return;
    }
    try {
      store.answered(entry, Integer.toString(ctx.statusCode()), clock.instant());
    } catch (StoreException e) {
      log.warn(
          "What was answered is not in the audit log. entry={} status={} reason={}",
          entry,
          ctx.statusCode(),
          e.getMessage());
    }
  }
}
