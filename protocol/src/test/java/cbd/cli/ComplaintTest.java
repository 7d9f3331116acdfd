package cbd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class ComplaintTest {
  private final StringWriter err = new StringWriter();

  @Command(name = "status")
  static final class Status implements Runnable {
    @Option(names = "--json")
    boolean json;

    @Override
    public void run() {}
  }

  @Command(name = "cbd", subcommands = Status.class)
  static final class Top implements Runnable {
    @Override
    public void run() {}
  }

  @Test
  void namesACommandThatThereIsNot() {
    assertThat(execute("statsu", "x")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("cbd: there is no command 'statsu'\n")
        .contains("cbd status")
        .endsWith("Try 'cbd --help'.\n");
  }

  @Test
  void namesAWordTooMany() {
    assertThat(execute("status", "demo")).isEqualTo(2);
    assertThat(err.toString()).startsWith("cbd status: one word too many: 'demo'\n");
  }

  @Test
  void leavesTheParsersWordsOfUnknownOptions() {
    assertThat(execute("status", "--jsno")).isEqualTo(2);
    assertThat(err.toString()).startsWith("cbd status: Unknown option: '--jsno'\n");
  }

  private int execute(String... words) {
    return new CommandLine(new Top())
        .setErr(new PrintWriter(err, true))
        .setParameterExceptionHandler(Complaint::about)
        .execute(words);
  }
}
