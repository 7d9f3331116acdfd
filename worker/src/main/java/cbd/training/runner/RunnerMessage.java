package cbd.training.runner;

import cbd.domain.AttackPicture;
import cbd.domain.EpochMetrics;
import cbd.domain.Progress;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialSpec;
import cbd.training.checkpoint.CheckpointEvent;
import cbd.training.defense.StepTime;
import cbd.training.stage.StageUse;
import cbd.training.trial.RunSettings;

/**
 * What a runner process and the agent that started it say to each other over their UNIX domain
 * socket, one {@link Frames frame} each.
 *
 * <p>The runner connects and says {@link Hello}; the agent answers {@link Start}; {@link Alive},
 * {@link Progressed}, {@link Pictured}, {@link StepTimed}, {@link StageUsed}, {@link Checkpointed}
 * and {@link EpochDone} follow, and one {@link Finished}, after which the runner exits. At any time
 * the agent may say {@link Stop}.
 */
public sealed interface RunnerMessage {

  /** Said by the runner. */
  sealed interface FromRunner extends RunnerMessage {}

  /** Said by the agent. */
  sealed interface FromAgent extends RunnerMessage {}

  /**
   * The first word on the connection.
   *
   * @param token the one-time token the agent put into the runner's environment
   * @param pid of the runner process
   */
  record Hello(String token, long pid) implements FromRunner {}

  /** Train this trial; said once. */
  record Start(TrialSpec spec, RunSettings settings) implements FromAgent {}

  /** A sign of life; at least one per epoch, at most about two per second. */
  record Progressed(Progress progress) implements FromRunner {}

  /**
   * A sign of life from before training.
   *
   * @param doing in words, such as {@code reading the training images}
   */
  record Alive(String doing) implements FromRunner {}

  /** What the attack does to test images; at most once, before training. */
  record Pictured(AttackPicture picture) implements FromRunner {}

  /** How long one step took; said of one in a hundred. */
  record StepTimed(StepTime time) implements FromRunner {}

  /** A stage that other trials may share was built or reused. */
  record StageUsed(StageUse use) implements FromRunner {}

  /** A checkpoint was made, or could not be, or was gone on from. */
  record Checkpointed(CheckpointEvent event) implements FromRunner {}

  /** An epoch was trained and measured, or is told again. */
  record EpochDone(EpochMetrics metrics) implements FromRunner {}

  /** The last word on the connection. */
  record Finished(TrialOutcome outcome) implements FromRunner {}

  /** Stop within one batch and say {@link Finished} with {@link TrialOutcome.Stopped}. */
  record Stop() implements FromAgent {}
}
