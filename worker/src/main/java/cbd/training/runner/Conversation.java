package cbd.training.runner;

import cbd.domain.AttackPicture;
import cbd.domain.EpochMetrics;
import cbd.domain.Progress;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.training.checkpoint.CheckpointEvent;
import cbd.training.defense.StepTime;
import cbd.training.stage.StageUse;
import cbd.training.trial.TrialListener;
import cbd.training.trial.TrialRunner;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A runner's side of the talk with its agent. Used once. */
final class Conversation {
  private static final Logger log = LoggerFactory.getLogger(Conversation.class);
  private static final Duration BETWEEN_SIGNS_OF_LIFE = Duration.ofMillis(500);

  private final Frames frames;
  private final TrialRunner trials;
  private final InstantSource clock;
  private final Runnable onAgentLost;
  private volatile boolean stopped = false;
  private volatile boolean finished = false;

  /**
   * @param onAgentLost called when the agent's side of the channel ends while training goes on
   */
  Conversation(Frames frames, TrialRunner trials, InstantSource clock, Runnable onAgentLost) {
    this.frames = frames;
    this.trials = trials;
    this.clock = clock;
    this.onAgentLost = onAgentLost;
  }

  /**
   * Says hello, trains what it is told to, and reports.
   *
   * @return how the trial ended, after it was told to the agent
   * @throws IOException when the agent cannot be heard or told
   */
  TrialOutcome hold(String token, long pid) throws IOException {
    frames.write(new RunnerMessage.Hello(token, pid));
    if (!(frames.read() instanceof RunnerMessage.Start start)) {
      throw new IOException("the agent must say Start first");
    }
    Thread ear = new Thread(this::listen, "agent-listener");
    ear.setDaemon(true);
    ear.start();
    log.info(
        "Trial started. trial={} device={} threads={}",
        TrialId.of(start.spec()),
        start.settings().device(),
        start.settings().threads());
    TrialOutcome outcome = trials.run(start.spec(), start.settings(), new Reporter());
    finished = true;
    frames.write(new RunnerMessage.Finished(outcome));
    return outcome;
  }

  private void listen() {
    try {
      RunnerMessage message = frames.read();
      while (message != null) {
        if (message instanceof RunnerMessage.Stop) {
          log.info("Asked to stop.");
          stopped = true;
        }
        message = frames.read();
      }
    } catch (IOException e) {
      if (!finished) { // Afterwards the channel is closed here.
        log.warn("The agent cannot be heard any more.", e);
      }
    }
    loseAgent();
  }

  private void loseAgent() {
    stopped = true;
    if (!finished) {
      onAgentLost.run();
    }
  }

  /** Passes on what happens, steps not more often than signs of life are needed. */
  private final class Reporter implements TrialListener {
    private Instant lastSign = Instant.MIN;

    @Override
    public boolean onProgress(Progress progress) {
      Instant now = clock.instant();
      boolean edge = progress.step() <= 1 || progress.step() == progress.steps();
      if (edge || !now.isBefore(lastSign.plus(BETWEEN_SIGNS_OF_LIFE))) {
        lastSign = now;
        say(new RunnerMessage.Progressed(progress));
      }
      return !stopped;
    }

    @Override
    public void onPreparation(String doing) {
      say(new RunnerMessage.Alive(doing));
    }

    @Override
    public void onPicture(AttackPicture picture) {
      say(new RunnerMessage.Pictured(picture));
    }

    @Override
    public void onStage(StageUse use) {
      say(new RunnerMessage.StageUsed(use));
    }

    @Override
    public void onTimedStep(StepTime time) {
      say(new RunnerMessage.StepTimed(time));
    }

    @Override
    public void onEpoch(EpochMetrics metrics) {
      log.info(
          "Epoch done. phase={} epoch={} loss={} cleanAccuracy={} attackSuccessRate={} seconds={}",
          metrics.phase(),
          metrics.epoch(),
          metrics.loss(),
          metrics.scores().cleanAccuracy(),
          metrics.scores().attackSuccessRate(),
          metrics.seconds());
      say(new RunnerMessage.EpochDone(metrics));
    }

    @Override
    public void onRetoldEpoch(EpochMetrics metrics) {
      say(new RunnerMessage.EpochDone(metrics.again()));
    }

    @Override
    public void onCheckpoint(CheckpointEvent event) {
      say(new RunnerMessage.Checkpointed(event));
    }

    private void say(RunnerMessage message) {
      try {
        frames.write(message);
      } catch (IOException e) {
        log.warn("The agent cannot be told any more.", e);
        loseAgent();
      }
    }
  }
}
