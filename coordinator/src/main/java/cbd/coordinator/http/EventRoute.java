package cbd.coordinator.http;

import cbd.coordinator.actor.FrontDesk;
import cbd.coordinator.actor.LiveView;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.sse.SseClient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens, as server-sent events: the whole picture on connecting, and again whenever it has
 * changed, at most once a second, as {@link EventPace} says. Because every event is the whole
 * picture, whoever missed some has missed nothing: a client that reconnects needs no Last-Event-ID,
 * and one that reads slowly gets the latest picture next instead of a queue. Who may listen is
 * asked again every 15 s.
 */
final class EventRoute implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventRoute.class);

  static final String PATH = ApiServer.BASE + "/events";

  private static final long PERIOD_MILLIS = 1000;

  /** A look that is due within the clock's jitter is not put off for another period. */
  private static final long JITTER_NANOS = 100_000_000;

  /** Periods after which a comment tells whether a silent client is still there. */
  private static final int QUIET_PERIODS = 15;

  /** Listeners at a time; each open page is one. */
  private static final int MOST_LISTENERS = 256;

  private record Picture(long number, String json) {}

  private static final class Listener {
    private final SseClient client;
    private final Callers.Shown shown;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile long seen;

    Listener(SseClient client) {
      this.client = client;
      this.shown = Callers.Shown.of(client.ctx());
    }
  }

  private final FrontDesk desk;
  private final ObjectMapper json;
  private final Callers callers;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(EventRoute::thread);
  private final ExecutorService senders = Executors.newCachedThreadPool(EventRoute::thread);
  private Picture picture = new Picture(0, "");
  private long turns;
  private long nextLook = System.nanoTime();

  EventRoute(FrontDesk desk, ObjectMapper json, Callers callers) {
    this.desk = desk;
    this.json = json;
    this.callers = callers;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "events");
    thread.setDaemon(true);
    return thread;
  }

  void install(RoutesConfig routes) {
    // Before the stream begins: its status is sent with its first byte.
    routes.before(
        PATH,
        ctx -> {
          if (listeners.size() >= MOST_LISTENERS) {
            throw ApiException.tooMany(
                "There are "
                    + MOST_LISTENERS
                    + " listeners already; ask /api/v1/sweeps now and then.");
          }
        });
    routes.sse(PATH, this::connect);
    var unused =
        clock.scheduleWithFixedDelay(
            this::turn, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void connect(SseClient client) {
    Listener listener = new Listener(client);
    client.keepAlive();
    client.onClose(() -> listeners.remove(listener));
    listeners.add(listener);
    clock.execute(this::turn);
  }

  /** On the clock's thread alone. An exception would end the schedule, so it ends in the log. */
  private void turn() {
    if (listeners.isEmpty()) {
      return;
    }
    try {
      if (isLookDue()) {
        String now = json.writeValueAsString(look());
        if (!now.equals(picture.json())) {
          picture = new Picture(picture.number() + 1, now);
        }
        long pause = EventPace.millis(now.length(), listeners.size());
        nextLook = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
      }
      turns++;
      boolean breathe = turns % QUIET_PERIODS == 0;
      if (breathe) {
        listeners.forEach(this::askAgain);
      }
      listeners.forEach(listener -> offer(listener, picture, breathe));
    } catch (JsonProcessingException | RuntimeException e) {
      log.warn("Listeners were not told of a change; they will be of the next.", e);
    }
  }

  /** A newcomer gets the last picture, unless a new one is due or nobody was here for a while. */
  private boolean isLookDue() {
    return nextLook - System.nanoTime() < JITTER_NANOS;
  }

  /** A token that was revoked, or a session that has ended, listens no longer. */
  private void askAgain(Listener listener) {
    if (callers.find(listener.shown).isEmpty()) {
      listeners.remove(listener);
      listener.client.close();
    }
  }

  private Views.EventView look() {
    Optional<LiveView> live;
    try {
      live = Answers.live(desk);
    } catch (FrontDesk.ClosedException | ApiException e) {
      live = Optional.empty(); // Handing over, or too busy to answer: told as nobody being active.
    }
    return live.map(EventRoute::view)
        .orElseGet(() -> new Views.EventView(false, null, "unknown", 0, List.of(), List.of()));
  }

  private static Views.EventView view(LiveView live) {
    return new Views.EventView(
        true,
        live.term(),
        live.storeAvailable() ? "available" : "unavailable",
        live.queueLength(),
        live.sweeps().stream().map(sweep -> Showing.sweep(sweep, live)).toList(),
        live.workers().stream().map(Showing::worker).toList());
  }

  private void offer(Listener listener, Picture picture, boolean breathe) {
    boolean news = listener.seen < picture.number();
    if ((news || breathe) && listener.busy.compareAndSet(false, true)) {
      senders.execute(() -> send(listener, picture, news));
    }
  }

  private void send(Listener listener, Picture picture, boolean news) {
    try {
      if (news) {
        listener.seen = picture.number();
        listener.client.sendEvent("picture", picture.json(), Long.toString(picture.number()));
      } else {
        listener.client.sendComment("still here");
      }
      if (listener.client.terminated()) {
        listeners.remove(listener);
      }
    } catch (RuntimeException e) {
      listeners.remove(listener); // It went away while it was being told; it may come back.
    } finally {
      listener.busy.set(false);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    senders.shutdownNow();
    listeners.forEach(listener -> listener.client.close());
  }
}
