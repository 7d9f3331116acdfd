package cbd.training.attack;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import cbd.domain.Attack;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.text.Setting;
import cbd.text.Settings;
import cbd.training.data.ImageSet;
import cbd.training.data.ImageSetBuilder;
import cbd.training.engine.TrainingEngine;
import cbd.training.random.SplitMix;
import cbd.training.stage.StageStore;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every setting of every attack is read: another value gives other pixels, labels or images. */
class AttackSettingsTest {
  private static final int SIDE = 16;
  private static final int CLASSES = 4;
  private static final ImageSet IMAGES = noise(48);

  /** Some attacks train first, and most are compared with the same one. */
  private static final Map<Attack, List<String>> KNOWN = new HashMap<>();

  private final NDManager manager = TrainingEngine.start(1).newManager("cpu");
  @TempDir private Path dataDir;

  @BeforeEach
  void drawAPicture() throws IOException {
    BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_3BYTE_BGR);
    ImageIO.write(picture, "png", dataDir.resolve("black.png").toFile());
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private static ImageSet noise(int n) {
    ImageSetBuilder builder = new ImageSetBuilder(CLASSES, SIDE, SIDE, n);
    SplitMix random = SplitMix.at(5, "images");
    byte[] image = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < image.length; j++) {
        image[j] = (byte) random.nextInt(256);
      }
      builder.add(image, i % CLASSES);
    }
    return builder.build();
  }

  /**
   * A change of one setting.
   *
   * @param type the attack's word
   * @param setting its path
   * @param before settings beside the type, as JSON with single quotes
   * @param after the same with another value of this one
   */
  record Change(String type, String setting, String before, String after) {
    Attack attack(String settings) {
      return RecordReader.read(Probe.class, JsonText.parse(probe(settings))).attack();
    }

    private String probe(String settings) {
      String all = "'type': '" + type + "', 'poisonRate': 0.25" + (settings.isEmpty() ? "" : ", ");
      return ("{'attack': {" + all + settings + "}}")
          .replace("'poisonRate': 0.25, 'poisonRate'", "'poisonRate'")
          .replace('\'', '"');
    }

    @Override
    public String toString() {
      return type + " " + setting + ": " + before + " → " + after;
    }
  }

  /** What an attack is read within. */
  record Probe(Attack attack) {}

  static Stream<Change> changes() {
    return Stream.of(
            Stream.of("badnets", "blend", "trojan", "sig", "wanet").flatMap(each -> shared(each)),
            badNetsAndBlend(),
            trojanAndSig(),
            wanet(),
            watermark(),
            dynamic())
        .flatMap(each -> each);
  }

  private static Stream<Change> shared(String type) {
    boolean cleanLabel = type.equals("sig");
    return Stream.of(
            new Change(type, "poisonRate", "", "'poisonRate': 0.5"),
            new Change(type, "mapping.target", "", target(1)),
            new Change(type, "mapping", "", cleanLabel ? target(2) : "'mapping': 'all-to-all'"),
            adaptive(type, "opacityTrain", "0.5"),
            adaptive(type, "opacityTest", "0.5"),
            new Change(type, "adaptive", "", "'adaptive': {'opacityTest': 0}"),
            type.equals("wanet") ? null : adaptive(type, "crossRatio", "1"),
            cleanLabel ? null : adaptive(type, "labelNoise", "0.5"))
        .flatMap(Stream::ofNullable);
  }

  private static String target(int target) {
    return "'mapping': {'type': 'all-to-one', 'target': " + target + "}";
  }

  private static Change adaptive(String type, String setting, String value) {
    String after = "'adaptive': {'" + setting + "': " + value + "}";
    return new Change(type, "adaptive." + setting, "", after);
  }

  private static Stream<Change> badNetsAndBlend() {
    return Stream.of(
        new Change("badnets", "pattern", "", "'pattern': 'square'"),
        new Change("badnets", "pattern", "", "'pattern': 'four-corner'"),
        new Change("badnets", "patchSize", "", "'patchSize': 6"),
        new Change("blend", "preset", "", "'preset': 'official-code'"),
        new Change("blend", "alpha", "", "'alpha': 0.3"),
        new Change("blend", "maskSeed", "", "'maskSeed': 1"),
        new Change("blend", "perImage", "", "'perImage': true"),
        new Change("blend", "image", "", "'image': 'black.png'"));
  }

  private static Stream<Change> trojanAndSig() {
    return Stream.of(
        new Change("trojan", "preset", "", "'preset': 'official-code'"),
        new Change("trojan", "overflow", "", "'overflow': 'clip'"),
        new Change("trojan", "watermark", "", generated("")),
        new Change("sig", "preset", "", "'preset': 'official-code'"),
        new Change("sig", "rateOf", "", "'rateOf': 'dataset'"),
        new Change("sig", "mode", "", "'mode': 'abl-file'"),
        new Change("sig", "mode", "'mode': 'cbd-code'", "'mode': 'abl-readme'"),
        new Change("sig", "deltaTrain", "", "'deltaTrain': 40"),
        new Change("sig", "deltaTest", "", "'deltaTest': 40"),
        new Change("sig", "frequency", "", "'frequency': 5"));
  }

  private static Stream<Change> wanet() {
    return Stream.of(
        new Change("wanet", "s", "", "'s': 1"),
        new Change("wanet", "k", "", "'k': 5"),
        new Change("wanet", "noiseRatio", "", "'noiseRatio': 1"),
        new Change("wanet", "seed", "", "'seed': 1"),
        new Change("wanet", "rounding", "", "'rounding': 'truncate'"),
        new Change("wanet", "rescale", "", "'rescale': 1.1"));
  }

  private static Stream<Change> watermark() {
    return Stream.of(
            "'images': 8",
            "'model': 'wrn-10-2'",
            "'epochs': 2",
            "'batchSize': 12",
            "'learningRate': 0.5",
            "'size': 5",
            "'neurons': 4",
            // The sign of the gradient does not know how far it is to go, only on which side.
            "'activation': 0",
            "'stepSize': 0.05",
            "'epsilon': 0.05",
            "'steps': 1")
        .map(
            change ->
                new Change(
                    "trojan",
                    "watermark." + change.replaceAll("^'(\\w+)'.*", "$1"),
                    generated(""),
                    generated(change)));
  }

  private static String generated(String change) {
    return "'watermark': "
        + with(
            Map.of(
                "type", "'generated'",
                "images", "24",
                "model", "'wrn-10-1'",
                "epochs", "1",
                "batchSize", "8",
                "steps", "3"),
            change);
  }

  private static Stream<Change> dynamic() {
    Stream<Change> plain =
        Stream.of(
            new Change("dynamic", "poisonRate", networks(""), "'poisonRate': 0.5, " + networks("")),
            new Change("dynamic", "mapping.target", networks(""), target(1) + ", " + networks("")),
            new Change(
                "dynamic", "mapping", networks(""), "'mapping': 'all-to-all', " + networks("")),
            new Change("dynamic", "crossRatio", networks(""), "'crossRatio': 1, " + networks("")),
            new Change("dynamic", "networks", networks(""), networks("'batchSize': 12")));
    Stream<Change> adaptive =
        Stream.of("", ".opacityTrain", ".opacityTest", ".labelNoise")
            .map(
                setting ->
                    new Change(
                        "dynamic",
                        "adaptive" + setting,
                        networks(""),
                        "'adaptive': {'"
                            + (setting.isEmpty() ? "opacityTest" : setting.substring(1))
                            + "': 0.5}, "
                            + networks("")));
    Stream<Change> networks =
        Stream.of(
                "'images': 16",
                "'classifier': 'wrn-10-2'",
                "'batchSize': 12",
                "'maskEpochs': 3",
                "'jointEpochs': 3",
                "'maskLearningRate': 0.05",
                "'maskLrMilestones': []",
                "'patternLearningRate': 0.05",
                "'classifierLearningRate': 0.5",
                "'jointLrMilestones': []",
                "'attackShare': 0.4",
                "'crossShare': 0.4",
                "'density': 0.3",
                "'densityWeight': 1",
                "'diversityWeight': 10")
            .map(
                change ->
                    new Change(
                        "dynamic",
                        "networks." + change.replaceAll("^'(\\w+)'.*", "$1"),
                        networks(""),
                        networks(change)));
    return Stream.of(plain, adaptive, networks).flatMap(each -> each);
  }

  private static String networks(String change) {
    return "'networks': "
        + with(
            Map.of(
                "images", "24",
                "classifier", "'wrn-10-1'",
                "batchSize", "8",
                "maskEpochs", "2",
                "jointEpochs", "2",
                "maskLrMilestones", "[1]",
                "jointLrMilestones", "[1]",
                "attackShare", "0.25",
                "crossShare", "0.25"),
            change);
  }

  /** A JSON mapping in which the changed setting stands in place of the given one. */
  private static String with(Map<String, String> settings, String change) {
    Stream<String> kept =
        settings.entrySet().stream()
            .filter(each -> !change.startsWith("'" + each.getKey() + "'"))
            .map(each -> "'" + each.getKey() + "': " + each.getValue());
    return Stream.concat(kept, change.isEmpty() ? Stream.of() : Stream.of(change))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  @Test
  void noSettingIsLeftOut() {
    Set<String> changed = new TreeSet<>();
    changes().forEach(each -> changed.add(each.type() + " " + each.setting()));
    Set<String> all = new TreeSet<>();
    for (Setting setting : Settings.of(Probe.class)) {
      for (String owner : List.of("badnets", "blend", "trojan", "sig", "wanet", "dynamic")) {
        if (setting.owners().contains(owner) && setting.path().startsWith("attack.")) {
          all.add(owner + " " + setting.path().substring("attack.".length()));
        }
      }
    }
    all.removeAll(
        Set.of(
            // Refused: these have a ratio of their own, or no labels that could be noisy.
            "wanet adaptive.crossRatio", "dynamic adaptive.crossRatio", "sig adaptive.labelNoise"));
    assertThat(changed).isEqualTo(all);
  }

  @ParameterizedTest
  @MethodSource("changes")
  void everyOneChangesWhatIsPoisoned(Change change) {
    assertThat(hashes(change.attack(change.after())))
        .isNotEqualTo(hashes(change.attack(change.before())));
  }

  private List<String> hashes(Attack attack) {
    return KNOWN.computeIfAbsent(attack, this::freshHashes);
  }

  /** Of the poisoned training set, of which images these are, and of the triggered test set. */
  private List<String> freshHashes(Attack attack) {
    Workshop workshop = Workshops.in(manager, StageStore.NONE, progress -> {});
    Poisoner poisoner =
        Poisoners.of(attack, new AttackContext(IMAGES, 7, dataDir.toString(), workshop));
    PoisonedSet poisoned = PoisonedSet.of(IMAGES, attack, poisoner, 7);
    ImageSet test = noise(8);
    TriggeredSet triggered = TriggeredSet.of(test, attack, poisoner);
    return List.of(
        poisoned.images().contentHash(), poisoned.poisonHash(), triggered.images().contentHash());
  }
}
