package cbd.domain;

import cbd.text.About;
import cbd.text.Between;
import cbd.text.Default;
import cbd.text.Form;
import cbd.text.InvalidValueException;
import cbd.text.Name;
import cbd.text.Rules;
import java.util.List;

/**
 * A data set for image classification; images are uint8 RGB, channels first. One record per data
 * set; its components are its settings.
 *
 * <p>What is known of each before it is read, a {@link Described} says.
 */
@About("The data set whose training images are poisoned.")
public sealed interface Dataset extends Described {
  Dataset SHAPES = new Shapes();
  Dataset CIFAR10 = new Cifar10();
  Dataset CIFAR100 = new Cifar100();
  Dataset GTSRB = new Gtsrb();
  Dataset MNIST = new Mnist();
  Dataset FASHION_MNIST = new FashionMnist();

  /** Ten procedurally drawn shape and texture classes; the same bytes on every machine. */
  @Name("shapes")
  @About("Ten drawn classes of shapes and textures, 32x32; needs no files.")
  record Shapes() implements Dataset {
    @Override
    public Facts facts() {
      return DatasetFacts.SHAPES;
    }
  }

  /** CIFAR-10 (A. Krizhevsky, 2009), original binary layout. */
  @Name("cifar10")
  @About("CIFAR-10, original binary layout, 32x32.")
  record Cifar10() implements Dataset {
    @Override
    public Facts facts() {
      return DatasetFacts.CIFAR10;
    }
  }

  /** CIFAR-100 (A. Krizhevsky, 2009), original binary layout, fine labels. */
  @Name("cifar100")
  @About("CIFAR-100, original binary layout, fine labels, 32x32.")
  record Cifar100() implements Dataset {
    @Override
    public Facts facts() {
      return DatasetFacts.CIFAR100;
    }
  }

  /** German traffic signs (Stallkamp et al., 2012), official folders, resized to 32×32. */
  @Name("gtsrb")
  @About("GTSRB, 43 German traffic signs, official folders, whole images resized to 32x32.")
  record Gtsrb() implements Dataset {
    @Override
    public Facts facts() {
      return DatasetFacts.GTSRB;
    }
  }

  /** MNIST (LeCun et al., 1998), IDX files; 28×28 grey, zero-padded to 32×32, three channels. */
  @Name("mnist")
  @About("MNIST, IDX files, zero-padded to 32x32, three equal channels.")
  record Mnist() implements Dataset {
    @Override
    public Facts facts() {
      return DatasetFacts.MNIST;
    }
  }

  /** Fashion-MNIST (Xiao et al., 2017), IDX files; padded and widened as MNIST is. */
  @Name("fashion-mnist")
  @About("Fashion-MNIST, IDX files, zero-padded to 32x32, three equal channels.")
  record FashionMnist() implements Dataset {
    @Override
    public Facts facts() {
      return DatasetFacts.FASHION_MNIST;
    }
  }

  /**
   * Pictures in {@code train} and {@code val} (else {@code test}), a folder per class in the order
   * of their names: Imagenette and any subset of ImageNet. Each is resized so that its shorter side
   * is {@link #shorterSide()}, then its centre is cut out, as torchvision does both.
   */
  @Name("folder")
  @About("JPEG or PNG pictures in train/CLASS and val/CLASS, resized and cut to a square.")
  record Folder(
      @About("Where train and val lie, within the folder of data sets.")
          @Form(
              pattern = "\\w[\\w. -]*(/\\w[\\w. -]*)*",
              words =
                  "a path within the data folder of letters, digits, '_', '.', '-', ' ' and '/', no"
                      + " part of it beginning with a dot")
          String path,
      @About("How many class folders there are.") @Between(min = 2, max = 1000) int classes,
      @About("Side of the square images, in pixels.") @Between(min = 8, max = 1024) int size,
      @About("Length of the shorter side before the centre is cut out, in pixels; 0: size.")
          @Between(min = 0, max = 2048)
          @Default("0")
          int resize)
      implements Dataset {
    public Folder {
      Rules.check(Folder.class, path, classes, size, resize);
      if (resize != 0 && resize < size) {
        throw new InvalidValueException(
            "resize", "must be 0 or at least size (" + size + "), but was " + resize);
      }
    }

    /** Pixels to which the shorter side is resized. */
    public int shorterSide() {
      return resize == 0 ? size : resize;
    }

    @Override
    public Facts facts() {
      return new Facts(path, classes, size, size, 0, 0, List.of());
    }
  }
}
