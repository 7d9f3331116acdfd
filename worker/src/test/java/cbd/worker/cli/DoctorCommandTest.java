package cbd.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DoctorCommandTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();

  private int run(String... args) {
    return new CommandLine(new DoctorCommand(InstantSource.system()))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(out))
        .execute(args);
  }

  @Test
  void saysWhatIsInTheWayAndEndsWithOne() {
    int code =
        run("--dir=" + folder.resolve("state"), "--port=65123", "--join=127.0.0.1:1", "--json");

    assertThat(code).isEqualTo(1);
    assertThat(out.toString().lines())
        .anyMatch(line -> line.contains("\"subject\":\"coordinator 127.0.0.1:1\""))
        .anyMatch(line -> line.contains("libtorch 2."))
        .allMatch(line -> line.startsWith("{") && line.endsWith("}"));
  }

  @ParameterizedTest
  @CsvSource({
    "--join=head, --join must be HOST:PORT",
    "--device=tpu, '--device must be cpu, gpu:0'",
    "--port=0, --port must be between 1 and 65535",
    "--coordinator=head, --coordinator must be like"
  })
  void refusesWhatIsWritten(String argument, String complaint) {
    assertThat(run(argument, "--dir=" + folder)).isEqualTo(2);
    assertThat(out.toString()).contains(complaint);
  }
}
