package cbd.training.trial;

import cbd.domain.EpochMetrics;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.domain.Scores;
import cbd.text.InvalidTextException;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.text.RecordWriter;
import cbd.training.attack.PoisonedSet;
import cbd.training.checkpoint.Savable;
import cbd.training.defense.StepTime;
import cbd.training.defense.TrainingListener;
import cbd.training.defense.TrainingStopped;
import cbd.training.evaluation.Evaluation;
import cbd.training.network.FeatureNetwork;
import cbd.training.stage.StageUse;
import cbd.training.trial.SharedBackdooredModels.EpochJournal;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Measures the network after each epoch and passes everything on. A checkpoint holds what was
 * measured so far; whoever goes on from one is told it again, so that each attempt has all epochs.
 */
final class Measuring implements TrainingListener, EpochJournal, Savable {
  private static final int MAX_TEXT_BYTES = 1 << 20;

  private final Evaluation evaluation;
  private final PoisonedSet poisoned;
  private final KeptModels models;
  private final TrialListener listener;
  private final Elapsed elapsed;
  private final List<StageUse> uses;
  private final List<EpochMetrics> measured = new ArrayList<>();
  private final Set<String> reusedBefore = new LinkedHashSet<>();
  private Progress reached = new Progress(Phase.ATTACK, 1, 1, 0, 1, 0);
  private long images;
  private double seconds;

  /**
   * @param uses of stages in this process, live
   */
  Measuring(
      Evaluation evaluation,
      PoisonedSet poisoned,
      KeptModels models,
      TrialListener listener,
      Elapsed elapsed,
      List<StageUse> uses) {
    this.evaluation = evaluation;
    this.poisoned = poisoned;
    this.models = models;
    this.listener = listener;
    this.elapsed = elapsed;
    this.uses = uses;
  }

  @Override
  public boolean onStep(Progress progress) {
    reached = progress;
    return listener.onProgress(progress);
  }

  /** A long evaluation is no hang, and may be stopped within one batch like training. */
  @Override
  public void stillWanted() {
    if (!listener.onProgress(reached)) {
      throw new TrainingStopped("training was asked to stop while it was measured");
    }
  }

  @Override
  public void onTimedStep(StepTime time) {
    listener.onTimedStep(time);
  }

  @Override
  public void onKeeping() {
    listener.onPreparation("keeping a checkpoint");
  }

  @Override
  public void onEpoch(TrainedEpoch epoch) {
    FeatureNetwork network = epoch.network();
    Scores scores = evaluation.of(network, this::stillWanted);
    images += epoch.images();
    seconds += epoch.seconds();
    if (epoch.phase() != Phase.FINAL) {
      // Nobody says which epoch is the last one of a phase: each one's file replaces the one
      // before.
      models.keep(epoch.phase(), epoch.network(), scores);
    }
    EpochMetrics metrics =
        new EpochMetrics(
            epoch.phase(),
            epoch.epoch(),
            epoch.loss(),
            scores,
            epoch.seconds(),
            epoch.images(),
            WeightSplit.of(epoch.observations(), poisoned::isPoisoned));
    measured.add(metrics);
    listener.onEpoch(metrics);
  }

  @Override
  public List<EpochMetrics> of(Phase phase) {
    return measured.stream().filter(epoch -> epoch.phase() == phase).toList();
  }

  @Override
  public void replay(List<EpochMetrics> epochs, FeatureNetwork network) {
    retell(epochs);
    keep(epochs.get(epochs.size() - 1).phase(), network);
  }

  private void retell(List<EpochMetrics> epochs) {
    measured.addAll(epochs);
    epochs.forEach(listener::onRetoldEpoch);
  }

  @Override
  public void keep(Phase phase, FeatureNetwork network) {
    last(phase).ifPresent(epoch -> models.keep(phase, network, epoch.scores()));
  }

  private Optional<EpochMetrics> last(Phase phase) {
    return measured.stream().filter(epoch -> epoch.phase() == phase).reduce((a, b) -> b);
  }

  double imagesPerSecond() {
    return seconds == 0 ? 0 : images / seconds;
  }

  /** Wall time of the trial. */
  double elapsed() {
    return elapsed.seconds();
  }

  Scores finalScores() {
    return last(Phase.FINAL)
        .map(EpochMetrics::scores)
        .orElseThrow(
            () ->
                new IllegalStateException("the trainer finished without an epoch of phase FINAL"));
  }

  /** Stages that were found, here or before this process went on. */
  List<String> reusedStages() {
    Set<String> all = new LinkedHashSet<>(reusedBefore);
    uses.stream().filter(StageUse::reused).map(use -> use.kind().word()).forEach(all::add);
    return List.copyOf(all);
  }

  @Override
  public void write(DataOutputStream out) throws IOException {
    out.writeLong(images);
    out.writeDouble(seconds);
    writeTexts(out, reusedStages());
    writeTexts(
        out, measured.stream().map(epoch -> JsonText.write(RecordWriter.tree(epoch))).toList());
    elapsed.write(out);
  }

  private static void writeTexts(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  /** Takes nothing over, and tells nobody, before all of it is read. */
  @Override
  public void read(DataInputStream in) throws IOException {
    long imagesBefore = in.readLong();
    double secondsBefore = in.readDouble();
    List<String> reused = readTexts(in);
    List<EpochMetrics> epochs = new ArrayList<>();
    for (String text : readTexts(in)) {
      try {
        epochs.add(RecordReader.read(EpochMetrics.class, JsonText.parse(text)));
      } catch (InvalidTextException e) {
        throw new IOException("an epoch's measurement is none", e);
      }
    }
    elapsed.read(in);
    images = imagesBefore;
    seconds = secondsBefore;
    reusedBefore.addAll(reused);
    retell(epochs);
  }

  private static List<String> readTexts(DataInputStream in) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      int length = in.readInt();
      if (length < 0 || length > MAX_TEXT_BYTES) {
        throw new IOException("a text is said to have " + length + " bytes");
      }
      byte[] bytes = in.readNBytes(length);
      if (bytes.length != length) {
        throw new EOFException("a text of " + length + " bytes ends too early");
      }
      texts.add(new String(bytes, StandardCharsets.UTF_8));
    }
    return texts;
  }
}
