package cbd.domain;

import cbd.text.Words;
import java.util.List;

/**
 * What is known of a {@link Dataset} before it is read.
 *
 * <p>Apart from Dataset because an interface with default methods is initialised along with each of
 * its records: with Dataset's constants, two threads that meet a record and a constant first would
 * wait for each other for ever.
 */
public interface Described {

  /** All of it. */
  Facts facts();

  /**
   * The figures and names of a data set.
   *
   * @param title the name a person reads
   * @param height pixels
   * @param width pixels
   * @param trainImages images of the whole training set; 0: known only when it is read
   * @param testImages images of the whole test set; 0: known only when it is read
   * @param classNames by label; empty where they are not known
   */
  record Facts(
      String title,
      int classes,
      int height,
      int width,
      int trainImages,
      int testImages,
      List<String> classNames) {
    public Facts {
      classNames = List.copyOf(classNames);
    }
  }

  /** Its word in a sweep file. */
  default String word() {
    return Words.of(getClass());
  }

  /** The name a person reads. */
  default String title() {
    return facts().title();
  }

  default int classes() {
    return facts().classes();
  }

  /** Pixels. */
  default int height() {
    return facts().height();
  }

  /** Pixels. */
  default int width() {
    return facts().width();
  }

  /** Images in the whole training set; 0: known only when it is read. */
  default int trainImages() {
    return facts().trainImages();
  }

  /** Images in the whole test set; 0: known only when it is read. */
  default int testImages() {
    return facts().testImages();
  }

  /** The name of a class, such as {@code airplane}; {@code class 7} where names are not known. */
  default String className(int label) {
    List<String> names = facts().classNames();
    return label < names.size() ? names.get(label) : "class " + label;
  }
}
