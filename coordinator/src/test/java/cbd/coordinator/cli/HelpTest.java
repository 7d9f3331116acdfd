package cbd.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

class HelpTest {

  @TestFactory
  List<DynamicTest> everyCommandTeaches() {
    return Shell.commandLine().getSubcommands().entrySet().stream()
        .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> teaches(entry.getValue())))
        .toList();
  }

  private static void teaches(CommandLine command) {
    CommandLine.Model.UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    assertThat(usage.description()).as("what it does").isNotEmpty();
    assertThat(usage.exitCodeList()).as("exit codes").containsKeys("0", "2");
    assertThat(usage.footer()).as("examples").isNotEmpty().anyMatch(line -> line.contains("cbd "));
    Shell shell = new Shell();
    assertThat(shell.run(command.getCommandName(), "--help")).isZero();
    assertThat(shell.out()).contains("Usage: cbd " + command.getCommandName(), "Exit codes:");
    assertThat(shell.out().lines()).allMatch(line -> line.length() <= 100);
  }
}
