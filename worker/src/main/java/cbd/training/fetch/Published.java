package cbd.training.fetch;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A data set as it can be downloaded.
 *
 * @param word what a person asks for
 * @param size of the downloads together, for a person
 * @param terms on which it may be used, in few words; docs/datasets.md says more
 * @param from address of the folder with the downloads, ending in a slash
 * @param downloads what is downloaded
 * @param folder where the data set lies in the data folder afterwards
 * @param marks paths in that folder that are there when it is whole
 */
public record Published(
    String word,
    String size,
    String terms,
    URI from,
    List<Item> downloads,
    String folder,
    List<String> marks) {

  public Published {
    downloads = List.copyOf(downloads);
    marks = List.copyOf(marks);
  }

  /** The same at another address, such as a mirror's; the checksums stay. */
  public Published at(URI other) {
    URI slashed = other.toString().endsWith("/") ? other : URI.create(other + "/");
    return new Published(word, size, terms, slashed, downloads, folder, marks);
  }

  /**
   * One file to download.
   *
   * @param md5 as published, 32 lower-case hexadecimal digits
   * @param taken which paths of an archive are taken, the data set's folder included; null: it is
   *     no archive and goes into the folder as it is
   * @param within what is put before an archive's own paths
   */
  public record Item(String name, String md5, @Nullable Pattern taken, String within) {

    /** A file that is used as it is. */
    static Item plain(String name, String md5) {
      return new Item(name, md5, null, "");
    }

    /** A {@code .tar.gz}, {@code .tgz} or {@code .zip} with the data set's folder in it. */
    static Item archive(String name, String md5, String taken) {
      return new Item(name, md5, Pattern.compile(taken), "");
    }

    /** An archive without the data set's folder. */
    static Item archiveWithin(String folder, String name, String md5, String taken) {
      return new Item(name, md5, Pattern.compile(taken), folder + "/");
    }
  }
}
