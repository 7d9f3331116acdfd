package cbd.training.trial;

import ai.djl.engine.EngineException;
import cbd.domain.Failure;
import cbd.domain.TrialOutcome;
import cbd.text.InvalidValueException;
import cbd.training.attack.PoisonsNothingException;
import cbd.training.data.DataUnavailableException;
import cbd.training.defense.DivergedException;
import cbd.training.defense.TrainingStopped;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;

/** What an exception means for a trial. */
final class Endings {
  /** A stack trace travels in one message; its head tells what is needed. */
  private static final int MAX_DETAIL = 8_000;

  private Endings() {}

  static TrialOutcome of(Throwable thrown) {
    if (thrown instanceof TrainingStopped) {
      return new TrialOutcome.Stopped();
    }
    if (thrown instanceof PoisonsNothingException || thrown instanceof InvalidValueException) {
      return failed(Failure.BAD_SPEC, thrown);
    }
    if (thrown instanceof DataUnavailableException) {
      return failed(Failure.DATA_UNAVAILABLE, thrown);
    }
    if (thrown instanceof DivergedException) {
      return failed(Failure.DIVERGED, thrown);
    }
    if (thrown instanceof DeviceUnavailableException) {
      return failed(Failure.RUNNER_UNREACHABLE, thrown);
    }
    return failed(shortage(thrown).orElse(Failure.TRAINING_ERROR), thrown);
  }

  /** What ran out; only those exceptions are read whose words come from the machine. */
  private static Optional<Failure> shortage(Throwable thrown) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (at instanceof OutOfMemoryError
          || at instanceof EngineException
          || at instanceof IOException) {
        Optional<Failure> found = Shortage.in(at.toString());
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static TrialOutcome failed(Failure failure, Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    String detail = trace.toString();
    String message = thrown.getMessage();
    return new TrialOutcome.Failed(
        failure,
        message == null ? thrown.getClass().getSimpleName() : message,
        detail.substring(0, Math.min(detail.length(), MAX_DETAIL)));
  }
}
