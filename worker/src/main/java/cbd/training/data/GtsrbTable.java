package cbd.training.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One of GTSRB's tables: columns separated by {@code ;}, named by the first line, of which {@code
 * Filename} and {@code ClassId} are read. Sizes and signs' corners are not: whole images are used,
 * and of images that were resized before they tell of the originals.
 */
final class GtsrbTable {
  private static final int CLASSES = 43;

  /** Of the real ones the largest has 12,630 lines of some 30 bytes. */
  private static final long MAX_BYTES = 16 << 20;

  private final DataFolders folders;
  private final Path table;

  GtsrbTable(DataFolders folders, Path table) {
    this.folders = folders;
    this.table = table;
  }

  /**
   * The images of the table, in its order.
   *
   * @param images folder in which they lie
   * @throws DataUnavailableException naming the line that is wrong
   */
  List<LabelledFile> read(Path images) {
    List<String> lines;
    try {
      long bytes = Files.size(table);
      if (bytes > MAX_BYTES) {
        throw folders.damaged(
            table, "a table has at most " + MAX_BYTES + " bytes, but this one " + bytes);
      }
      lines = Files.readAllLines(table, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new DataUnavailableException(table + " cannot be read: " + e, e);
    }
    List<String> columns = lines.isEmpty() ? List.of() : cells(lines.get(0));
    int name = columns.indexOf("Filename");
    int label = columns.indexOf("ClassId");
    if (name < 0 || label < 0) {
      throw folders.damaged(
          table, "its first line must name the columns Filename and ClassId, separated by ';'");
    }
    List<LabelledFile> files = new ArrayList<>();
    for (int line = 2; line <= lines.size(); line++) {
      if (!lines.get(line - 1).isBlank()) {
        List<String> cells = cells(lines.get(line - 1));
        if (cells.size() != columns.size()) {
          throw wrong(line, "must have " + columns.size() + " cells, but has " + cells.size());
        }
        files.add(
            new LabelledFile(
                images.resolve(plainName(line, cells.get(name))),
                label(line, cells.get(label)),
                "line " + line + " of " + table));
      }
    }
    return files;
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split(";", -1)).map(String::strip).toList();
  }

  private String plainName(int line, String name) {
    if (!name.matches("\\w[\\w.-]*")) {
      throw wrong(line, "must have the plain name of a file, but has '" + name + "'");
    }
    return name;
  }

  private int label(int line, String text) {
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) >= CLASSES) {
      throw wrong(line, "must have a ClassId of 0 to " + (CLASSES - 1) + ", but has " + text);
    }
    return Integer.parseInt(text);
  }

  private DataUnavailableException wrong(int line, String rule) {
    return folders.damaged(table, "line " + line + " " + rule);
  }
}
