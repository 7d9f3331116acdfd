package cbd.training.attack;

import ai.djl.ndarray.NDManager;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.training.stage.StageStore;
import java.util.function.Consumer;

/**
 * Where an attacker works who has to train something before there is a trigger.
 *
 * @param manager parent of all native arrays; names the device
 * @param stages where the attacker's work is kept for other trials
 * @param circumstances what trained numbers depend on that no setting says, as one text: engine,
 *     device, threads
 * @param listener hears of progress and gives signs of life; throws to stop the work
 */
public record Workshop(
    NDManager manager, StageStore stages, String circumstances, Consumer<Progress> listener) {
  private static final Progress BEFORE_ALL = new Progress(Phase.ATTACK, 1, 1, 0, 1, 0);

  /** Shows that work goes on where there is no step to count, and hears whether it shall. */
  void signOfLife() {
    listener.accept(BEFORE_ALL);
  }
}
