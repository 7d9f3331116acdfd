package cbd.domain;

import cbd.domain.Described.Facts;
import java.util.List;

/** Figures and class names of the data sets whose files are the same for everyone. */
final class DatasetFacts {
  private static final List<String> DIGITS =
      List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

  static final Facts SHAPES =
      new Facts(
          "shapes",
          10,
          32,
          32,
          20_000,
          4_000,
          List.of(
              "striped disc",
              "checked disc",
              "striped square",
              "checked square",
              "striped triangle",
              "checked triangle",
              "striped ring",
              "checked ring",
              "striped cross",
              "checked cross"));

  /** Names as in {@code batches.meta.txt}. */
  static final Facts CIFAR10 =
      new Facts(
          "CIFAR-10",
          10,
          32,
          32,
          50_000,
          10_000,
          List.of(
              "airplane",
              "automobile",
              "bird",
              "cat",
              "deer",
              "dog",
              "frog",
              "horse",
              "ship",
              "truck"));

  /** Names as in {@code fine_label_names.txt}. */
  static final Facts CIFAR100 =
      new Facts(
          "CIFAR-100",
          100,
          32,
          32,
          50_000,
          10_000,
          words(
              """
              apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle
              bowl boy bridge bus butterfly camel can castle caterpillar cattle
              chair chimpanzee clock cloud cockroach couch crab crocodile cup dinosaur
              dolphin elephant flatfish forest fox girl hamster house kangaroo keyboard
              lamp lawn_mower leopard lion lizard lobster man maple_tree motorcycle mountain
              mouse mushroom oak_tree orange orchid otter palm_tree pear pickup_truck pine_tree
              plain plate poppy porcupine possum rabbit raccoon ray road rocket
              rose sea seal shark shrew skunk skyscraper snail snake spider
              squirrel streetcar sunflower sweet_pepper table tank telephone television tiger tractor
              train trout tulip turtle wardrobe whale willow_tree wolf woman worm
              """));

  static final Facts GTSRB =
      new Facts(
          "GTSRB",
          43,
          32,
          32,
          39_209,
          12_630,
          List.of(
              "speed limit 20",
              "speed limit 30",
              "speed limit 50",
              "speed limit 60",
              "speed limit 70",
              "speed limit 80",
              "end of speed limit 80",
              "speed limit 100",
              "speed limit 120",
              "no overtaking",
              "no overtaking for lorries",
              "right of way at the next crossing",
              "priority road",
              "yield",
              "stop",
              "no vehicles",
              "no lorries",
              "no entry",
              "danger",
              "bend to the left",
              "bend to the right",
              "double bend",
              "uneven road",
              "slippery road",
              "road narrows on the right",
              "road works",
              "traffic lights",
              "pedestrians",
              "children",
              "bicycles",
              "ice or snow",
              "wild animals",
              "end of all limits",
              "turn right ahead",
              "turn left ahead",
              "ahead only",
              "ahead or right",
              "ahead or left",
              "keep right",
              "keep left",
              "roundabout",
              "end of no overtaking",
              "end of no overtaking for lorries"));

  static final Facts MNIST = new Facts("MNIST", 10, 32, 32, 60_000, 10_000, DIGITS);

  /** Names as the authors' README lists them. */
  static final Facts FASHION_MNIST =
      new Facts(
          "Fashion-MNIST",
          10,
          32,
          32,
          60_000,
          10_000,
          List.of(
              "T-shirt/top",
              "trouser",
              "pullover",
              "dress",
              "coat",
              "sandal",
              "shirt",
              "sneaker",
              "bag",
              "ankle boot"));

  private DatasetFacts() {}

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }
}
