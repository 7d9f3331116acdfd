package cbd.coordinator;

import cbd.domain.Architecture;
import cbd.domain.Attack;
import cbd.domain.Augmentation;
import cbd.domain.Dataset;
import cbd.domain.Defense;
import cbd.domain.Diagnostics;
import cbd.domain.EpochMetrics;
import cbd.domain.LabelMapping;
import cbd.domain.ModelFile;
import cbd.domain.Phase;
import cbd.domain.Provenance;
import cbd.domain.Scores;
import cbd.domain.Spread;
import cbd.domain.Training;
import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import java.util.List;

/** Small trials, measurements and results for tests. */
public final class Trials {
  private Trials() {}

  /** An undefended trial of 4 epochs on 1,000 images. */
  public static TrialSpec spec(int repeat) {
    return spec(repeat, new Defense.None());
  }

  public static TrialSpec spec(int repeat, Defense defense) {
    return new TrialSpec(
        Dataset.SHAPES,
        1000,
        200,
        Architecture.WRN_16_1,
        new Attack.BadNets(0.1, new LabelMapping.AllToOne(0)),
        defense,
        new Training(4, 64, 0.1, List.of(2), 0.1, 0.9, 1e-4, new Augmentation.None()),
        repeat);
  }

  /** CBD with the authors' critic. */
  public static Defense cbd(int t1, boolean disentangle) {
    String settings = "{\"t1\": " + t1 + ", \"disentangle\": " + disentangle + "}";
    return RecordReader.read(Defense.Cbd.class, JsonText.parse(settings));
  }

  /** An attack with what is usual besides its rate. */
  public static Attack attack(String name, double poisonRate) {
    String settings = "{\"type\": \"" + name + "\", \"poisonRate\": " + poisonRate + "}";
    return RecordReader.read(Attack.class, JsonText.parse(settings));
  }

  /** One epoch of 1,000 images in half a second, in which poisoned ones weighed a quarter. */
  public static EpochMetrics epoch(Phase phase, int epoch, double ca, double asr) {
    Diagnostics diagnostics =
        new Diagnostics.Cbd(new Spread(0.25, 0, 0.2, 0.5), new Spread(1, 1, 1, 1), -0.5, 0, 0);
    return new EpochMetrics(
        phase, epoch, 0.5, new Scores(ca, asr, 0.1, ca), 0.5, 1000, diagnostics);
  }

  /** A result that names networks that were kept. */
  public static TrialResult result(double ca, double asr, ModelFile... models) {
    TrialResult plain = result(ca, asr);
    return new TrialResult(
        plain.scores(),
        plain.seconds(),
        plain.provenance().after(100, List.of(models), List.of(), List.of()));
  }

  public static TrialResult result(double ca, double asr) {
    return new TrialResult(
        new Scores(ca, asr, 0.1, ca),
        12.5,
        new Provenance(
            "0123abc", false, "test", "engine", "17", "here", "cpu", 1, "da1a", "b01503"));
  }
}
