package cbd.training.fetch;

import cbd.training.fetch.Published.Item;
import java.net.URI;
import java.util.List;

/**
 * What can be downloaded: data sets with a stable public address and a published checksum. CIFAR's
 * checksums stand on its page; those of MNIST, Fashion-MNIST, GTSRB's test set and Imagenette are
 * those that PyTorch's torchvision holds them against, which also names the mirror of MNIST.
 */
public final class PublishedSets {
  private static final String TORONTO = "https://www.cs.toronto.edu/~kriz/";
  private static final String FASTAI = "https://s3.amazonaws.com/fast-ai-imageclas/";
  private static final String GTSRB = "GTSRB";

  private static final List<String> IDX =
      List.of(
          "train-images-idx3-ubyte.gz",
          "train-labels-idx1-ubyte.gz",
          "t10k-images-idx3-ubyte.gz",
          "t10k-labels-idx1-ubyte.gz");

  private static final List<String> CIFAR10 =
      List.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin",
          "test_batch.bin");

  /** In the order in which they are listed. */
  public static final List<Published> ALL =
      List.of(
          new Published(
              "cifar10",
              "162 MiB",
              "no formal licence; cite Krizhevsky 2009",
              URI.create(TORONTO),
              List.of(
                  Item.archive(
                      "cifar-10-binary.tar.gz",
                      "c32a1d4ab5d03f1284b67883e8d87530",
                      "cifar-10-batches-bin/(\\w+\\.bin|batches\\.meta\\.txt)")),
              "cifar-10-batches-bin",
              CIFAR10),
          new Published(
              "cifar100",
              "161 MiB",
              "no formal licence; cite Krizhevsky 2009",
              URI.create(TORONTO),
              List.of(
                  Item.archive(
                      "cifar-100-binary.tar.gz",
                      "03b5dce01913d631647c71ecec9e9cb8",
                      "cifar-100-binary/\\w+\\.(bin|txt)")),
              "cifar-100-binary",
              List.of("train.bin", "test.bin")),
          new Published(
              "gtsrb",
              "350 MiB",
              "free for research; cite Stallkamp et al. 2012",
              URI.create("https://sid.erda.dk/public/archives/daaeac0d7ce1152aea9b61d9f1e19370/"),
              List.of(
                  Item.archive(
                      "GTSRB_Final_Training_Images.zip",
                      "f33fd80ac59bff73c82d25ab499e03a3",
                      "GTSRB/Final_Training/Images/[0-9]{5}/[\\w-]+\\.(ppm|csv)"),
                  Item.archive(
                      "GTSRB_Final_Test_Images.zip",
                      "c7e4e6327067d32654124b0fe9e82185",
                      "GTSRB/Final_Test/Images/[0-9]{5}\\.ppm"),
                  Item.archiveWithin(
                      GTSRB,
                      "GTSRB_Final_Test_GT.zip",
                      "fe31e9c9270bbcd7b84b7f21a9d9d9e5",
                      "GTSRB/GT-final_test\\.csv")),
              GTSRB,
              List.of(
                  "Final_Training/Images/00042/GT-00042.csv",
                  "Final_Test/Images/12629.ppm",
                  "GT-final_test.csv")),
          new Published(
              "mnist",
              "11 MiB",
              "commonly stated as CC BY-SA 3.0",
              URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
              idx(
                  "f68b3c2dcbeaaa9fbdd348bbdeb94873",
                  "d53e105ee54ea40749a09fcbcd1e9432",
                  "9fb629c4189551a2d022fa330f9573f3",
                  "ec29112dd5afa0611ce80d1b7f02629c"),
              "mnist",
              IDX),
          new Published(
              "fashion-mnist",
              "30 MiB",
              "MIT",
              URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
              idx(
                  "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
                  "25c81989df183df01b3e8a0aad5dffbe",
                  "bef4ecab320f06d8554ea6380940ec79",
                  "bb300cfdad3c16e7a12a480ee83cd310"),
              "fashion-mnist",
              IDX),
          imagenette("imagenette2-160", "95 MiB", "e793b78cc4c9e9a4ccc0c1155377a412"),
          imagenette("imagenette2-320", "326 MiB", "3df6f0d01a2c9592104656642f5e78a3"),
          imagenette("imagenette2", "1.5 GiB", "fe2fc210e6bb7c5664d602c3cd71e612"));

  private PublishedSets() {}

  private static List<Item> idx(
      String trainImages, String trainLabels, String testImages, String testLabels) {
    return List.of(
        Item.plain(IDX.get(0), trainImages),
        Item.plain(IDX.get(1), trainLabels),
        Item.plain(IDX.get(2), testImages),
        Item.plain(IDX.get(3), testLabels));
  }

  /** Imagenette (J. Howard, fast.ai): ten classes of ImageNet, read as a folder. */
  private static Published imagenette(String name, String size, String md5) {
    return new Published(
        name,
        size,
        "ImageNet's terms: non-commercial, research",
        URI.create(FASTAI),
        List.of(
            Item.archive(
                name + ".tgz", md5, name + "/(train|val)/n[0-9]{8}/[\\w-]+\\.(JPEG|jpg|png)")),
        name,
        List.of("train/n01440764", "train/n03888257", "val/n01440764", "val/n03888257"));
  }
}
