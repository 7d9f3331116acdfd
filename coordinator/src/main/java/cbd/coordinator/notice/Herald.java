package cbd.coordinator.notice;

import cbd.coordinator.actor.FrontDesk;
import cbd.coordinator.actor.LiveView;
import cbd.coordinator.store.DueNotice;
import cbd.coordinator.store.FencedException;
import cbd.coordinator.store.NoticeBook;
import cbd.coordinator.store.NoticeState;
import cbd.coordinator.store.Store;
import cbd.coordinator.store.StoreException;
import cbd.coordinator.store.Term;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people, for as long as the coordinator of this process is in office. It asks the
 * coordinator and the store from threads of its own, one that watches and one for each channel, so
 * that no slow mail server holds up another channel, let alone the coordinator.
 */
public final class Herald implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Herald.class);

  private static final Duration PERIOD = Duration.ofSeconds(2);

  /** A courier with the thread that it walks on. */
  private record Walk(
      Courier courier, ExecutorService thread, AtomicBoolean isOut, AtomicBoolean trouble) {}

  private final FrontDesk desk;
  private final NoticeBook book;
  private final NoticeSettings settings;
  private final InstantSource clock;
  private final String owner;
  private final NoticeWatch watch;
  private final List<Walk> walks = new ArrayList<>();
  private final ScheduledExecutorService watchman =
      Executors.newSingleThreadScheduledExecutor(thread("cbd-notices"));
  private final AtomicBoolean trouble = new AtomicBoolean();

  private Herald(
      FrontDesk desk, Store store, NoticeSettings settings, InstantSource clock, String page) {
    this.desk = desk;
    this.settings = settings;
    this.clock = clock;
    book = store.notices();
    owner = "the notices of " + page;
    watch =
        new NoticeWatch(
            store, settings, new Notices(settings.page().isEmpty() ? page : settings.page()));
    for (Channel channel : settings.channels()) {
      walks.add(
          new Walk(
              new Courier(channel, book, settings.giveUpAfter(), clock),
              Executors.newSingleThreadExecutor(thread("cbd-notices-" + channel.name())),
              new AtomicBoolean(),
              new AtomicBoolean()));
    }
  }

  /**
   * Begins.
   *
   * @param page where the coordinator of this process serves its web page
   */
  public static Herald start(
      FrontDesk desk, Store store, NoticeSettings settings, InstantSource clock, String page) {
    Herald herald = new Herald(desk, store, settings, clock, page);
    var unused =
        herald.watchman.scheduleWithFixedDelay(
            herald::round, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    settings
        .channels()
        .forEach(
            channel ->
                log.info(
                    "People are told by a channel: channel={} to={} occasions={}",
                    channel.name(),
                    channel.address(),
                    channel.occasions()));
    return herald;
  }

  private static ThreadFactory thread(String name) {
    return work -> {
      Thread thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  private void round() {
    OptionalLong epoch = desk.term();
    if (epoch.isEmpty()) {
      return; // Another process is in office, and it tells.
    }
    Term term = new Term(epoch.getAsLong(), owner);
    inPeace(
        trouble,
        () -> {
          watch.look(term, this::look);
          abandon(term);
        });
    for (Walk walk : walks) {
      if (walk.isOut().compareAndSet(false, true)) {
        walk.thread().execute(() -> walk(walk, term));
      }
    }
  }

  private void walk(Walk walk, Term term) {
    try {
      inPeace(walk.trouble(), () -> walk.courier().round(term, this::isInOffice));
    } finally {
      walk.isOut().set(false);
    }
  }

  private boolean isInOffice(Term term) {
    OptionalLong now = desk.term();
    return now.isPresent() && now.getAsLong() == term.epoch();
  }

  private LiveView look() {
    return desk.look().toCompletableFuture().join();
  }

  /** What nobody took in time, among it what is for channels that are no more. */
  private void abandon(Term term) {
    Instant now = clock.instant();
    for (DueNotice due : book.stale(now.minus(settings.giveUpAfter()))) {
      book.end(term, due, NoticeState.GIVEN_UP, "nobody took it in time", now, now);
      log.error(
          "Notice given up, nobody was told: notice={} subject={} channel={} tries={}",
          due.notice().id(),
          due.notice().subject(),
          due.channel(),
          due.tries());
    }
  }

  /**
   * Nothing that goes wrong here is the coordinator's trouble; the next round tries again.
   *
   * @param trouble whether it went wrong the last time, which was told then
   */
  private static void inPeace(AtomicBoolean trouble, Runnable work) {
    try {
      work.run();
      trouble.set(false);
    } catch (FencedException e) {
      log.info("Another coordinator is in office and tells people: reason={}", e.getMessage());
    } catch (StoreException | CompletionException e) {
      if (!trouble.getAndSet(true)) {
        log.warn("Nobody can be told for now; it is tried again: reason={}", e.getMessage());
      }
    } catch (RuntimeException e) {
      log.error("Looking for what to tell failed; it is tried again.", e);
    }
  }

  @Override
  public void close() {
    watchman.shutdownNow();
    walks.forEach(walk -> walk.thread().shutdownNow());
    try {
      // The store is closed next; what is under way there takes milliseconds.
      for (Walk walk : walks) {
        walk.thread().awaitTermination(1, TimeUnit.SECONDS);
      }
      watchman.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
