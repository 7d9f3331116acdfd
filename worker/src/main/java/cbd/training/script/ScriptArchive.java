package cbd.training.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a TorchScript archive without Python: a zip of uncompressed entries, in which a text file
 * has the code of one class and a pickle says that the module is an object of it. The class has no
 * tensors; whatever its methods work on is given to them.
 */
final class ScriptArchive {
  private static final String FOLDER = "steps/";
  private static final String CLASS = "Steps";

  /**
   * The module: protocol 2, class Steps of __torch__, made without arguments, its state a
   * dictionary with {@code training} false.
   */
  private static final String MODULE =
      "\u0080\u0002c__torch__\n" + CLASS + "\n)\u0081}X\u0008\u0000\u0000\u0000training\u0089sb.";

  /** An empty tuple. */
  private static final String NO_CONSTANTS = "\u0080\u0002).";

  private ScriptArchive() {}

  /**
   * The archive's bytes.
   *
   * @param methods of the class, each beginning at the start of a line
   */
  static byte[] of(String methods) {
    String code =
        "class "
            + CLASS
            + "(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
            + methods.indent(2);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      add(zip, "data.pkl", MODULE.getBytes(StandardCharsets.ISO_8859_1));
      add(zip, "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
      add(zip, "code/__torch__.py", code.getBytes(StandardCharsets.US_ASCII));
      add(zip, "constants.pkl", NO_CONSTANTS.getBytes(StandardCharsets.ISO_8859_1));
      add(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipEntry entry = new ZipEntry(FOLDER + name);
    entry.setTime(0);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
