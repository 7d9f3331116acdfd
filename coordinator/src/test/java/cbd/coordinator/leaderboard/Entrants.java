package cbd.coordinator.leaderboard;

import cbd.domain.Architecture;
import cbd.domain.Attack;
import cbd.domain.Augmentation;
import cbd.domain.Dataset;
import cbd.domain.Defense;
import cbd.domain.LabelMapping;
import cbd.domain.Provenance;
import cbd.domain.Scores;
import cbd.domain.Training;
import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import cbd.domain.TrialState;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import java.util.List;

/** Trials to rank. */
final class Entrants {
  private Entrants() {}

  static final Defense NONE = new Defense.None();

  /** The leaderboard of trials that are all there is. */
  static Leaderboard ranked(Entrant... entrants) {
    return Leaderboard.of(List.of(entrants), List.of());
  }

  static Attack badNets(double rate) {
    return new Attack.BadNets(rate, new LabelMapping.AllToOne(0));
  }

  static Defense cbd(int t1, double miWeight) {
    String settings = "{\"t1\": " + t1 + ", \"miWeight\": " + miWeight + "}";
    return RecordReader.read(Defense.Cbd.class, JsonText.parse(settings));
  }

  static TrialSpec spec(Attack attack, Defense defense, int epochs, int repeat) {
    return new TrialSpec(
        Dataset.CIFAR10,
        10_000,
        0,
        Architecture.WRN_16_1,
        attack,
        defense,
        new Training(epochs, 64, 0.1, List.of(), 0.1, 0.9, 1e-4, new Augmentation.None()),
        repeat);
  }

  static Entrant succeeded(TrialSpec spec, double ca, double asr, double ra) {
    return new Entrant(
        spec,
        TrialState.SUCCEEDED,
        new TrialResult(
            new Scores(ca, asr, ra, ca),
            60,
            new Provenance("abc", false, "0.1.0", "none", "17", "lab", "cpu", 1, "", "")));
  }

  static Entrant without(TrialSpec spec, TrialState state) {
    return new Entrant(spec, state, null);
  }
}
