package cbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever copies the pages' commands leaves no token for others to read. */
class DocumentedTokensTest {
  private static final Pattern INTO_A_FILE = Pattern.compile("> \\S*token\\b");

  @Test
  void aTokenGoesIntoAFileThatOnlyItsOwnerReads() throws IOException {
    List<String> written =
        DocumentedCommands.inBlocks(Path.of("..")).stream()
            .map(DocumentedCommands.Shown::line)
            .filter(line -> INTO_A_FILE.matcher(line).find())
            .toList();
    assertThat(written).hasSizeGreaterThan(2).allMatch(line -> line.startsWith("(umask 077; "));
  }

  @Test
  void aTokenForAProgramHasNoEndOfLine() throws IOException {
    assertThat(DocumentedCommands.inBlocks(Path.of("..")))
        .extracting(DocumentedCommands.Shown::line)
        .filteredOn(line -> line.contains("token create prometheus"))
        .isNotEmpty()
        .allMatch(line -> line.contains("| tr -d '\\n' > "));
  }
}
