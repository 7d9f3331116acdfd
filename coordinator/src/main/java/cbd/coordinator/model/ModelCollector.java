package cbd.coordinator.model;

import cbd.coordinator.actor.FrontDesk;
import cbd.coordinator.actor.PieceAnswer;
import cbd.coordinator.store.AttemptState;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.coordinator.store.SuccessRow;
import cbd.domain.Phase;
import cbd.domain.TrialId;
import cbd.domain.TrialResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that networks outlive their workers: while the coordinator is active here, it looks
 * through the history for trials that got their result, and fetches what they have kept into the
 * depot. Nothing waits for it, and no event comes of it. A coordinator that takes office looks back
 * over the last {@value #LOOK_BACK} events, for what the one before had is not here. What is asked
 * for and not here is fetched at once. Thread-safe.
 */
public final class ModelCollector implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ModelCollector.class);

  static final long LOOK_BACK = 20_000;

  private static final int PAGE = 100;

  /** More wait only where workers cannot be reached; the oldest are then left to who asks. */
  private static final int MOST_WAITING = 1_000;

  private static final Duration PERIOD = Duration.ofSeconds(2);

  /** Pause after a first try; it doubles with each further one, to half an hour in the end. */
  private static final Duration PAUSE = Duration.ofSeconds(15);

  private static final int MOST_TRIES = 8;

  /** Rounds and three that are asked for at once. */
  private static final int THREADS = 4;

  private final ReadOnlyStore store;
  private final ModelDepot depot;
  private final ModelSource source;
  private final Supplier<OptionalLong> term;
  private final InstantSource clock;
  private final int pieceBytes;
  private final ScheduledExecutorService threads;
  private final ConcurrentHashMap<ModelName, Running> running = new ConcurrentHashMap<>();

  /** Of the rounds only, as the next two. */
  private final Deque<Wish> waiting = new ArrayDeque<>();

  private long seenTerm;
  private long position;

  private record Wish(ModelName name, int tries, Instant due) {}

  private record Running(ModelFetch fetch, CompletableFuture<ModelAnswer> answer) {}

  ModelCollector(
      ReadOnlyStore store,
      ModelDepot depot,
      ModelSource source,
      Supplier<OptionalLong> term,
      InstantSource clock,
      int pieceBytes) {
    this.store = store;
    this.depot = depot;
    this.source = source;
    this.term = term;
    this.clock = clock;
    this.pieceBytes = pieceBytes;
    threads =
        Executors.newScheduledThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "cbd-models");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins to collect what the coordinator of this process hears of. */
  public static ModelCollector start(
      FrontDesk desk, ReadOnlyStore store, ModelDepot depot, InstantSource clock) {
    ModelCollector collector =
        new ModelCollector(store, depot, ModelSource.of(desk), desk::term, clock, PieceAnswer.MOST);
    collector.threads.execute(collector::tidy);
    if (depot.budgetBytes() > 0) {
      var unused =
          collector.threads.scheduleWithFixedDelay(
              collector::quietRound, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }
    return collector;
  }

  private void tidy() {
    try {
      depot.tidy();
    } catch (IOException e) {
      log.warn("The folder of models cannot be tidied. reason={}", e.toString());
    }
  }

  /** A round that fails is followed by the next one. */
  private void quietRound() {
    try {
      round();
    } catch (RuntimeException e) {
      log.info("Models are not fetched now; it is tried again. reason={}", e.toString());
    }
  }

  /** Looks for new results and fetches what is due. */
  void round() {
    OptionalLong office = term.get();
    if (office.isEmpty()) {
      return;
    }
    if (office.getAsLong() != seenTerm) {
      position = Math.max(0, store.lastEvent() - LOOK_BACK);
      waiting.clear();
      seenTerm = office.getAsLong();
    }
    look();
    Instant now = clock.instant();
    for (int left = waiting.size(); left > 0; left--) {
      Wish wish = waiting.removeFirst();
      if (wish.due().isAfter(now)) {
        waiting.addLast(wish);
      } else {
        serve(wish);
      }
    }
  }

  private void look() {
    List<SuccessRow> page = store.successes(position, PAGE);
    while (!page.isEmpty() && waiting.size() < MOST_WAITING) {
      for (SuccessRow success : page) {
        store
            .trial(success.trial())
            .flatMap(row -> Optional.ofNullable(row.result()))
            .ifPresent(result -> wish(success.trial(), result));
        position = success.number();
      }
      page = store.successes(position, PAGE);
    }
  }

  private void wish(TrialId trial, TrialResult result) {
    for (Phase network : List.of(Phase.FINAL, Phase.BACKDOORED)) {
      ModelName.of(trial, result, network)
          .filter(name -> depot.find(name).isEmpty())
          .ifPresent(name -> waiting.addLast(new Wish(name, 0, clock.instant())));
    }
  }

  private void serve(Wish wish) {
    ModelAnswer answer;
    try {
      answer = begin(wish.name(), Runnable::run).answer().join();
    } catch (RuntimeException e) {
      log.warn("A model was not fetched; it is tried again. model={}", wish.name(), e);
      answer = new ModelAnswer.Unreachable("The store or the disk failed.");
    }
    boolean mayComeYet =
        answer instanceof ModelAnswer.Unreachable || answer instanceof ModelAnswer.NoRoom;
    if (!mayComeYet) {
      return;
    }
    if (wish.tries() + 1 < MOST_TRIES) {
      Duration pause = PAUSE.multipliedBy(1L << wish.tries());
      waiting.addLast(new Wish(wish.name(), wish.tries() + 1, clock.instant().plus(pause)));
    } else {
      log.info(
          "A model stays with its worker, unless somebody asks for it: model={} last={}",
          wish.name(),
          answer);
    }
  }

  /**
   * One of a trial's networks, fetched if it is not here.
   *
   * @param patience how long it may take to come
   */
  public ModelAnswer ask(ModelName name, Duration patience) {
    Optional<ModelAnswer> here = find(name);
    if (here.isPresent()) {
      return here.get();
    }
    if (depot.budgetBytes() == 0) {
      return new ModelAnswer.NoRoom(
          "The coordinator keeps no models (--model-gigabytes 0). It lies with the worker that"
              + " trained it; the trial's provenance says where.");
    }
    Running fetch = begin(name, threads);
    try {
      return fetch.answer().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new ModelAnswer.OnItsWay(fetch.fetch().progress());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ModelAnswer.OnItsWay(fetch.fetch().progress());
    } catch (ExecutionException e) {
      throw new IllegalStateException("a model could not be fetched", e.getCause());
    }
  }

  /** What is here already. */
  private Optional<ModelAnswer> find(ModelName name) {
    return depot.find(name).map(file -> new ModelAnswer.Here(name, file));
  }

  /** One fetch of each network at a time, whoever wants it. */
  private Running begin(ModelName name, Executor on) {
    CompletableFuture<ModelAnswer> answer = new CompletableFuture<>();
    ModelFetch fetch = new ModelFetch(place(name), source, depot, pieceBytes);
    Running mine = new Running(fetch, answer);
    Running first = running.putIfAbsent(name, mine);
    if (first != null) {
      return first;
    }
    on.execute(
        () -> {
          @Nullable ModelAnswer made = null;
          try {
            // It may have come between the look and this one's turn.
            made = find(name).orElseGet(fetch::run);
          } finally {
            running.remove(name); // Before the answer: whoever asks then begins anew.
            if (made == null) {
              // Also after an error of the JVM: nobody must wait for ever.
              answer.completeExceptionally(new IllegalStateException("no answer was made"));
            } else {
              answer.complete(made);
            }
          }
        });
    return mine;
  }

  /** The attempt that brought the trial its result. */
  private ModelSource.Place place(ModelName name) {
    return store.attempts(name.trial()).stream()
        .filter(attempt -> attempt.state() == AttemptState.SUCCEEDED)
        .findFirst()
        .map(attempt -> new ModelSource.Place(name, attempt.slot().worker(), attempt.lease()))
        .orElseThrow(
            () -> new IllegalStateException("a result without an attempt: " + name.trial()));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
