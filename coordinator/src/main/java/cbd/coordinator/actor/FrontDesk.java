package cbd.coordinator.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Scheduler;
import akka.actor.typed.javadsl.AskPattern;
import cbd.coordinator.schedule.Hold;
import cbd.coordinator.sweep.Sweep;
import cbd.coordinator.sweep.SweepFile;
import cbd.coordinator.sweep.TrialGrid;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.SweepId;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where code of this process that is no actor talks to the coordinator, if the active one is here.
 * The singleton opens the desk when its state is loaded and closes it when it stops. Thread-safe;
 * nothing blocks.
 */
public final class FrontDesk {

  /** No coordinator is active in this process: it is starting, or another process is. */
  public static final class ClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClosedException() {
      super(
          "No coordinator is active in this process: it is still starting, is handing over, or"
              + " another process is the active one. Try again in a few seconds.");
    }
  }

  private record Open(ActorRef<Message> coordinator, Scheduler scheduler, long term) {}

  /** A large sweep's rows take some seconds, and many on a slow disk or a busy machine. */
  private static final int LARGE = 15;

  /** A worker reads from its own disk; less than a stand-by waits for what only reads. */
  private static final Duration READ = Duration.ofSeconds(4);

  private final Duration patience;
  private volatile Consumer<String> onFenced = why -> {};
  private final Set<CompletableFuture<?>> pending = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable CompletableFuture<LiveView>> nextLook =
      new AtomicReference<>();
  private volatile @Nullable Open open;

  /**
   * @param patience how long an answer may take before its future fails; what changes a whole sweep
   *     has fifteen times as long
   */
  public FrontDesk(Duration patience) {
    this.patience = patience;
  }

  void open(ActorRef<Message> coordinator, Scheduler scheduler, long term) {
    open = new Open(coordinator, scheduler, term);
  }

  /** Whoever still waits for an answer is told that there will be none. */
  void close() {
    open = null;
    pending.forEach(answer -> answer.completeExceptionally(new ClosedException()));
  }

  /** The coordinator was succeeded by another one and may never write again. */
  void fence(String why) {
    close();
    onFenced.accept(why);
  }

  /** The active coordinator, if it is here. */
  Optional<ActorRef<Message>> coordinator() {
    return Optional.ofNullable(open).map(Open::coordinator);
  }

  /**
   * Who is told, with the reason, whenever the coordinator of this process was succeeded by another
   * one and has stopped; replaces the one before.
   *
   * @param listener must not block
   */
  public void onFenced(Consumer<String> listener) {
    onFenced = listener;
  }

  /** The term of the coordinator that is active here; empty when none is. */
  public OptionalLong term() {
    Open now = open;
    return now == null ? OptionalLong.empty() : OptionalLong.of(now.term());
  }

  /**
   * Submits a sweep; the same one twice is one sweep.
   *
   * @param yaml a sweep file
   * @throws cbd.text.InvalidTextException with all problems of the file
   */
  public CompletionStage<Reply> submit(String yaml) {
    Sweep sweep = SweepFile.parse(yaml);
    List<Trial> trials = TrialGrid.of(sweep).trials().toList();
    SweepId id =
        SweepId.of(sweep.name(), trials.stream().map(Trial::id).toList(), sweep.terms().repeats());
    return ask(
        replyTo ->
            new Request.SubmitSweep(
                id, sweep.name(), yaml, trials, sweep.maxAttempts(), sweep.terms(), replyTo),
        patience.multipliedBy(LARGE));
  }

  /**
   * Stops all trials of a sweep that are not over.
   *
   * @param shared whether those too that other sweeps hold
   */
  public CompletionStage<Reply> cancel(SweepId sweep, boolean shared) {
    return ask(
        replyTo -> new Request.CancelSweep(sweep, shared, replyTo), patience.multipliedBy(LARGE));
  }

  public CompletionStage<Reply> cancel(TrialId trial) {
    return ask(replyTo -> new Request.CancelTrial(trial, replyTo));
  }

  /**
   * Queues trials of a sweep again that ended without a result.
   *
   * @param states of FAILED, CANCELLED and STOPPED, those that are meant
   */
  public CompletionStage<Reply> retry(SweepId sweep, Set<TrialState> states) {
    return ask(
        replyTo -> new Request.RetrySweep(sweep, states, replyTo), patience.multipliedBy(LARGE));
  }

  public CompletionStage<Reply> retry(TrialId trial) {
    return ask(replyTo -> new Request.RetryTrial(trial, replyTo));
  }

  /**
   * Holds back all trials of a sweep that are not over.
   *
   * @param finish whether running attempts may run to their end; else they are handed back
   * @param shared whether those too that other sweeps hold
   */
  public CompletionStage<Reply> pause(SweepId sweep, boolean finish, boolean shared) {
    return ask(
        replyTo -> new Request.PauseSweep(sweep, finish, shared, replyTo),
        patience.multipliedBy(LARGE));
  }

  public CompletionStage<Reply> pause(TrialId trial, boolean finish) {
    return ask(replyTo -> new Request.PauseTrial(trial, finish, replyTo));
  }

  /** Lets paused trials go on. */
  public CompletionStage<Reply> resume(SweepId sweep) {
    return ask(replyTo -> new Request.ResumeSweep(sweep, replyTo), patience.multipliedBy(LARGE));
  }

  public CompletionStage<Reply> resume(TrialId trial) {
    return ask(replyTo -> new Request.ResumeTrial(trial, replyTo));
  }

  /** Grants a worker nothing more; what it runs goes on. */
  public CompletionStage<Reply> cordon(WorkerId worker) {
    return ask(
        replyTo ->
            new Request.CordonWorker(
                worker, Hold.Kind.CORDONED, false, "a person cordoned it", replyTo));
  }

  /**
   * Empties a worker.
   *
   * @param now whether its attempts are handed back rather than finished
   * @param stop whether it shall go once it runs nothing
   */
  public CompletionStage<Reply> drain(WorkerId worker, boolean now, boolean stop) {
    Hold.Kind kind = now ? Hold.Kind.DRAINING_NOW : Hold.Kind.DRAINING;
    return ask(
        replyTo -> new Request.CordonWorker(worker, kind, stop, "a person drains it", replyTo));
  }

  /**
   * Puts a worker back into service.
   *
   * @param slot the quarantined slot that is meant; null: the worker and all its slots
   */
  public CompletionStage<Reply> uncordon(WorkerId worker, @Nullable Integer slot) {
    return ask(replyTo -> new Request.UncordonWorker(worker, slot, replyTo));
  }

  /**
   * The coordinator's picture, from after this moment. Whoever asks before it is begun gets the
   * same one, so that it is taken once, however many ask.
   */
  public CompletionStage<LiveView> look() {
    CompletableFuture<LiveView> own = new CompletableFuture<>();
    CompletableFuture<LiveView> other = nextLook.compareAndExchange(null, own);
    if (other != null) {
      return other.copy();
    }
    Runnable begins = () -> nextLook.compareAndSet(own, null);
    var unused =
        ask((ActorRef<LiveView> replyTo) -> new Request.Look(replyTo, begins))
            .whenComplete(
                (view, failure) -> {
                  begins.run(); // It may have failed without.
                  if (failure == null) {
                    own.complete(view);
                  } else {
                    own.completeExceptionally(failure);
                  }
                });
    return own.copy();
  }

  /**
   * Reads a piece of an attempt's log where it is written.
   *
   * @param offset negative: counted from the log's end
   * @param most bytes
   */
  public CompletionStage<PieceAnswer> log(WorkerId worker, LeaseId lease, long offset, int most) {
    return ask(replyTo -> new Request.ReadLog(worker, lease, offset, most, replyTo), READ);
  }

  /**
   * Reads a piece of a network that an attempt has trained, where it lies.
   *
   * @param most bytes
   */
  public CompletionStage<PieceAnswer> model(
      WorkerId worker, TrialId trial, LeaseId lease, Phase network, long offset, int most) {
    return ask(
        replyTo -> new Request.ReadModel(worker, trial, lease, network, offset, most, replyTo),
        READ);
  }

  private <T> CompletionStage<T> ask(Function<ActorRef<T>, Request> request) {
    return ask(request, patience);
  }

  @SuppressWarnings("CollectionUndefinedEquality") // Each answer is itself and no other.
  private <T> CompletionStage<T> ask(Function<ActorRef<T>, Request> request, Duration atMost) {
    Open now = open;
    if (now == null) {
      return CompletableFuture.failedStage(new ClosedException());
    }
    CompletableFuture<T> answer =
        AskPattern.<Message, T>ask(now.coordinator(), request::apply, atMost, now.scheduler())
            .toCompletableFuture();
    pending.add(answer);
    var unused = answer.whenComplete((given, failure) -> pending.remove(answer));
    if (!now.equals(open)) {
      answer.completeExceptionally(new ClosedException());
    }
    return answer;
  }
}
