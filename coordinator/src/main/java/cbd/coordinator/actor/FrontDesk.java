package cbd.coordinator.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Scheduler;
import akka.actor.typed.javadsl.AskPattern;
import cbd.coordinator.sweep.Sweep;
import cbd.coordinator.sweep.SweepFile;
import cbd.coordinator.sweep.TrialGrid;
import cbd.domain.SweepId;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

  private final Duration patience;
  private final CompletableFuture<String> fenced = new CompletableFuture<>();
  private volatile @Nullable Open open;

  /**
   * @param patience how long an answer may take before its future fails
   */
  public FrontDesk(Duration patience) {
    this.patience = patience;
  }

  void open(ActorRef<Message> coordinator, Scheduler scheduler, long term) {
    open = new Open(coordinator, scheduler, term);
  }

  void close() {
    open = null;
  }

  /** The coordinator was succeeded by another one and may never write again. */
  void fence(String why) {
    close();
    fenced.complete(why);
  }

  /** The active coordinator, if it is here. */
  Optional<ActorRef<Message>> coordinator() {
    return Optional.ofNullable(open).map(Open::coordinator);
  }

  /** Completes, with the reason, when this process must not go on. */
  public CompletionStage<String> whenFenced() {
    return fenced.minimalCompletionStage();
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
    SweepId id = SweepId.of(sweep.name(), trials.stream().map(Trial::id).toList());
    return ask(
        replyTo ->
            new Request.SubmitSweep(id, sweep.name(), yaml, trials, sweep.maxAttempts(), replyTo));
  }

  public CompletionStage<Reply> cancel(SweepId sweep) {
    return ask(replyTo -> new Request.CancelSweep(sweep, replyTo));
  }

  public CompletionStage<Reply> cancel(TrialId trial) {
    return ask(replyTo -> new Request.CancelTrial(trial, replyTo));
  }

  /** Queues the failed and cancelled trials of a sweep again. */
  public CompletionStage<Reply> retry(SweepId sweep) {
    return ask(replyTo -> new Request.RetrySweep(sweep, replyTo));
  }

  public CompletionStage<Reply> retry(TrialId trial) {
    return ask(replyTo -> new Request.RetryTrial(trial, replyTo));
  }

  public CompletionStage<LiveView> look() {
    return ask(Request.Look::new);
  }

  private <T> CompletionStage<T> ask(Function<ActorRef<T>, Request> request) {
    return Optional.ofNullable(open)
        .map(
            now ->
                AskPattern.<Message, T>ask(
                    now.coordinator(), request::apply, patience, now.scheduler()))
        .orElseGet(() -> CompletableFuture.failedStage(new ClosedException()));
  }
}
