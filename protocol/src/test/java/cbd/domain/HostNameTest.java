package cbd.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {
  @TempDir Path folder;

  @Test
  void isWhatTheKernelSaysWhetherOrNotANameServiceKnowsIt() throws IOException {
    assertThat(HostName.current(kernel("no-such-machine.invalid\n")))
        .contains("no-such-machine.invalid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "(none)\n", "localhost\n", "localhost.localdomain\n"})
  void isNoneWhereManyMachinesAreCalledSo(String text) throws IOException {
    assertThat(HostName.current(kernel(text))).isEmpty();
  }

  @Test
  void isWhatJavaFindsWhereThereIsNoSuchFile() throws IOException {
    assertThat(HostName.current(folder.resolve("none")))
        .isEqualTo(HostName.current(kernel(resolved())));
  }

  private static String resolved() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }

  private Path kernel(String text) throws IOException {
    return Files.writeString(folder.resolve("hostname"), text);
  }
}
