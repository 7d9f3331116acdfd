package cbd.training.trial;

import cbd.domain.EpochMetrics;
import cbd.domain.Phase;
import cbd.domain.Seeds;
import cbd.domain.TrialSpec;
import cbd.text.CanonicalText;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.text.RecordWriter;
import cbd.text.Tree;
import cbd.training.defense.BackdooredModels;
import cbd.training.network.FeatureNetwork;
import cbd.training.network.NetworkState;
import cbd.training.stage.Stage;
import cbd.training.stage.StageKind;
import cbd.training.stage.StageStore;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Backdoored models from the store of stages, with the measurements that were made of them. */
final class SharedBackdooredModels implements BackdooredModels {
  /**
   * Settings of a defense that only come into play once its backdoored model is there, or reach it
   * through its learning rates. One that is missing here costs a training that could have been
   * spared; one too many would be an error.
   */
  private static final Set<String> NOT_OF_PHASE_A =
      Set.of(
          "t1",
          "backdooredLearningRate",
          "backdooredLrMilestones",
          "backdooredLrGamma",
          "backdooredLrBug",
          "weights",
          "weightGamma",
          "normalizeWeights",
          "embedL2",
          "disentangle",
          "miWeight",
          "shuffle",
          "criticSchedule",
          "critic");

  /** Training settings that reach the backdoored model through its learning rates, if at all. */
  private static final Set<String> OF_THE_RATES =
      Set.of("epochs", "learningRate", "lrMilestones", "lrGamma");

  private final StageStore stages;
  private final TrialSpec spec;
  private final String circumstances;
  private final EpochJournal journal;

  /** What is told of the epochs, and is told them again. */
  interface EpochJournal {
    /** The epochs of a phase so far. */
    List<EpochMetrics> of(Phase phase);

    /** Tells the listener of the epochs of another trial, which ended in this network. */
    void replay(List<EpochMetrics> epochs, FeatureNetwork network);

    /** Keeps a network that came from a checkpoint, with the last measurement of its phase. */
    void keep(Phase phase, FeatureNetwork network);

    /** Run while another process trains the same model. */
    void stillWanted();
  }

  /**
   * @param circumstances what the numbers depend on that no spec says: the images' hashes, engine,
   *     device, threads
   */
  SharedBackdooredModels(
      StageStore stages, TrialSpec spec, String circumstances, EpochJournal journal) {
    this.stages = stages;
    this.spec = spec;
    this.circumstances = circumstances;
    this.journal = journal;
  }

  @Override
  public boolean provide(
      FeatureNetwork fresh, List<Double> rates, String manner, Runnable training) {
    Model model = new Model(fresh, rates, manner, training);
    Trained trained = stages.get(model, journal::stillWanted);
    if (!model.trainedHere) {
      trained.state().restore(fresh);
      fresh.trackBatches(trained.batches() - fresh.trackedBatches());
      journal.replay(trained.epochs(), fresh);
    }
    return model.trainedHere;
  }

  @Override
  public void resumed(FeatureNetwork backdoored) {
    journal.keep(Phase.BACKDOORED, backdoored);
  }

  private record Trained(NetworkState state, long batches, List<EpochMetrics> epochs) {}

  private final class Model implements Stage<Trained> {
    private final FeatureNetwork network;
    private final List<Double> rates;
    private final String manner;
    private final Runnable training;
    private boolean trainedHere;

    Model(FeatureNetwork network, List<Double> rates, String manner, Runnable training) {
      this.network = network;
      this.rates = rates;
      this.manner = manner;
      this.training = training;
    }

    @Override
    public StageKind kind() {
      return StageKind.BACKDOORED_MODEL;
    }

    @Override
    public String inputs() {
      return String.join(
          " ",
          CanonicalText.of(spec.attack()),
          spec.model().toString(),
          // Of all that the random numbers depend on, such as the data set's name.
          Long.toString(new Seeds(spec).of(Seeds.Stream.BACKDOORED_INIT)),
          without(NOT_OF_PHASE_A, RecordWriter.tree(spec.defense())),
          without(OF_THE_RATES, RecordWriter.tree(spec.training())),
          rates.toString(),
          manner,
          circumstances);
    }

    @Override
    public Trained build() {
      trainedHere = true;
      training.run();
      return new Trained(
          NetworkState.of(network), network.trackedBatches(), journal.of(Phase.BACKDOORED));
    }

    @Override
    public void write(Trained trained, DataOutputStream out) throws IOException {
      trained.state().write(out);
      out.writeLong(trained.batches());
      out.writeInt(trained.epochs().size());
      for (EpochMetrics epoch : trained.epochs()) {
        byte[] text = JsonText.write(RecordWriter.tree(epoch)).getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
      }
    }

    @Override
    public Trained read(DataInputStream in) throws IOException {
      NetworkState state = NetworkState.read(in);
      long batches = in.readLong();
      List<EpochMetrics> epochs = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        String text = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
        epochs.add(RecordReader.read(EpochMetrics.class, JsonText.parse(text)));
      }
      return new Trained(state, batches, epochs);
    }
  }

  private static String without(Set<String> names, Tree tree) {
    if (!(tree instanceof Tree.Mapping mapping)) {
      return JsonText.write(tree);
    }
    Map<String, Tree> kept = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (name, entry) -> {
              if (!names.contains(name)) {
                kept.put(name, entry.value());
              }
            });
    return JsonText.write(Tree.Mapping.of(kept));
  }
}
