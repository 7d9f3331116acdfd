package cbd.training.cli;

import cbd.domain.EpochMetrics;
import cbd.domain.Progress;
import cbd.training.stage.StageUse;
import cbd.training.trial.TrialListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Keeps a trial's epochs, shows how it goes, and stops it when asked. */
final class TrialLog implements TrialListener {
  private final TrialDisplay display;
  private final BooleanSupplier stop;
  private final List<EpochMetrics> epochs = new ArrayList<>();

  TrialLog(TrialDisplay display, BooleanSupplier stop) {
    this.display = display;
    this.stop = stop;
  }

  @Override
  public boolean onProgress(Progress progress) {
    display.show(progress);
    return !stop.getAsBoolean();
  }

  @Override
  public void onStage(StageUse use) {
    // The log says it.
  }

  @Override
  public void onEpoch(EpochMetrics metrics) {
    epochs.add(metrics);
    display.show(metrics);
  }

  List<EpochMetrics> epochs() {
    return List.copyOf(epochs);
  }
}
