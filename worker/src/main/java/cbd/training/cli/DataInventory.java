package cbd.training.cli;

import cbd.domain.Dataset;
import cbd.training.data.DataUnavailableException;
import cbd.training.data.Datasets;
import cbd.training.data.Split;
import cbd.training.fetch.Published;
import cbd.training.fetch.PublishedSets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What a data folder holds. */
record DataInventory(Path dataDir) {
  private static final List<Dataset> FROM_FILES =
      List.of(
          Dataset.CIFAR10, Dataset.CIFAR100, Dataset.GTSRB, Dataset.MNIST, Dataset.FASHION_MNIST);

  /** For a person: a line per data set, what is missing below it. */
  String inWords() {
    StringBuilder text = new StringBuilder("Data folder: " + dataDir.toAbsolutePath() + "\n\n");
    text.append(line("shapes", Dataset.SHAPES, "drawn when needed, no files"));
    for (Dataset dataset : FROM_FILES) {
      text.append(line(dataset.word(), dataset, found(dataset)));
    }
    text.append(
        String.format(
            "%-14s any folder with train/CLASS/*.jpg|png and val/CLASS/*; Imagenette can be fetched"
                + " (%s)%n",
            "folder", String.join(", ", fetchedFolders())));
    text.append("\nFetch one with: cbd data fetch NAME --data ").append(dataDir).append('\n');
    return text.toString();
  }

  private static List<String> fetchedFolders() {
    return PublishedSets.ALL.stream()
        .map(Published::word)
        .filter(word -> word.startsWith("imagenette"))
        .toList();
  }

  private static String line(String word, Dataset dataset, String found) {
    return String.format(
        Locale.ROOT,
        "%-14s %s, %d classes, %dx%d, %,d training and %,d test images: %s%n",
        word,
        dataset.title(),
        dataset.classes(),
        dataset.height(),
        dataset.width(),
        dataset.trainImages(),
        dataset.testImages(),
        found);
  }

  private String found(Dataset dataset) {
    try {
      int train = Datasets.count(dataset, Split.TRAIN, dataDir.toString());
      int test = Datasets.count(dataset, Split.TEST, dataDir.toString());
      return train == dataset.trainImages() && test == dataset.testImages()
          ? "complete"
          : String.format(Locale.ROOT, "a part, %,d and %,d", train, test);
    } catch (DataUnavailableException e) {
      return "not there\n    " + e.getMessage();
    }
  }
}
