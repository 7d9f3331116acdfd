package cbd.worker.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where data sets lie, which are read and not written.
 *
 * @param folder empty: none is named
 */
record DataCheck(String folder) implements Check {
  private static final String SUBJECT = "data";

  @Override
  public List<Finding> findings() {
    if (folder.isEmpty()) {
      return List.of();
    }
    return List.of(
        Files.isReadable(Path.of(folder))
            ? Finding.ok(SUBJECT, folder + " can be read")
            : Finding.ill(
                SUBJECT,
                folder + " is not there, or cannot be read",
                "`cbd data fetch NAME --data "
                    + folder
                    + "`, or let the user that cbd runs as read it."));
  }
}
