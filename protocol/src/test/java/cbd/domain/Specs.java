package cbd.domain;

import cbd.text.RecordReader;
import cbd.text.Tree;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Specs for tests: every variant of every choice with its default settings. */
final class Specs {
  private Specs() {}

  static List<Dataset> datasets() {
    return List.of(
        Dataset.SHAPES,
        Dataset.CIFAR10,
        Dataset.CIFAR100,
        Dataset.GTSRB,
        Dataset.MNIST,
        Dataset.FASHION_MNIST,
        new Dataset.Folder("imagenette2", 10, 64, 72));
  }

  static List<Attack> attacks() {
    return all(Attack.class);
  }

  static List<Defense> defenses() {
    return all(Defense.class);
  }

  static TrialSpec of(Dataset dataset, Architecture model, Attack attack, Defense defense) {
    return new TrialSpec(dataset, 0, 0, model, attack, defense, training(), 0);
  }

  static Training training() {
    return RecordReader.read(Training.class, Tree.Mapping.of(Map.of()));
  }

  private static <T> List<T> all(Class<T> choice) {
    return Arrays.stream(choice.getPermittedSubclasses())
        .map(kind -> choice.cast(RecordReader.read(kind, Tree.Mapping.of(Map.of()))))
        .toList();
  }
}
