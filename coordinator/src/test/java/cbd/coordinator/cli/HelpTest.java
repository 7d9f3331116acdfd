package cbd.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

class HelpTest {

  @TestFactory
  List<DynamicTest> everyCommandTeaches() {
    return Shell.commandLine().getSubcommands().entrySet().stream()
        .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> teaches(entry.getValue())))
        .toList();
  }

  /**
   * Commands that answer people alone. What the demo found is `cbd leaderboard --store`'s to tell.
   */
  private static final Set<String> FOR_PEOPLE = Set.of("cbd demo");

  @Test
  void everyCommandAnswersProgramsToo() {
    assertThat(
            leaves(Shell.commandLine())
                .filter(command -> command.getCommandSpec().findOption("--json") == null)
                .map(command -> command.getCommandSpec().qualifiedName()))
        .containsExactlyInAnyOrderElementsOf(FOR_PEOPLE);
  }

  private static Stream<CommandLine> leaves(CommandLine command) {
    return command.getSubcommands().isEmpty()
        ? Stream.of(command)
        : command.getSubcommands().values().stream().flatMap(HelpTest::leaves);
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
