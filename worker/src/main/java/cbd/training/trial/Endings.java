package cbd.training.trial;

import ai.djl.engine.EngineException;
import cbd.domain.Failure;
import cbd.domain.TrialOutcome;
import cbd.text.InvalidValueException;
import cbd.training.attack.PoisonsNothingException;
import cbd.training.data.DataUnavailableException;
import cbd.training.defense.DivergedException;
import cbd.training.defense.TrainingStopped;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;

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
    if (isOutOfMemory(thrown)) {
      return failed(Failure.OUT_OF_MEMORY, thrown);
    }
    return failed(Failure.TRAINING_ERROR, thrown);
  }

  /** libtorch tells by its message only. */
  private static boolean isOutOfMemory(Throwable thrown) {
    if (thrown instanceof OutOfMemoryError) {
      return true;
    }
    String message = String.valueOf(thrown.getMessage()).toLowerCase(Locale.ROOT);
    return thrown instanceof EngineException
        && (message.contains("out of memory") || message.contains("not enough memory"));
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
