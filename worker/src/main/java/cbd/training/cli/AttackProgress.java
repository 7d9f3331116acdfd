package cbd.training.cli;

import cbd.domain.Progress;
import java.io.PrintWriter;
import java.util.function.Consumer;

/** A line for each epoch of an attacker who trains something first. */
final class AttackProgress implements Consumer<Progress> {
  private final PrintWriter err;
  private int shown;

  AttackProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void accept(Progress progress) {
    // A step of 0 is a sign of life where there is none to count.
    if (progress.step() > 0 && progress.epoch() != shown) {
      shown = progress.epoch();
      err.printf("The attacker trains: epoch %d of %d.%n", shown, progress.epochs());
      err.flush();
    }
  }
}
