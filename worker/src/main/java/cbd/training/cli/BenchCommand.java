package cbd.training.cli;

import picocli.CommandLine.Command;

/** {@code cbd bench}: measurements on this machine. */
@Command(
    name = "bench",
    description = "Measure how fast this machine trains, or how fast a coordinator schedules.",
    mixinStandardHelpOptions = true,
    subcommands = StepBenchCommand.class,
    footerHeading = "%nCommands of the other programs:%n",
    footer = {
      "  scheduler  Measure a coordinator with simulated workers: cbd bench scheduler",
      "  worker     A worker that trains nothing: cbd bench worker --join HOST:PORT"
    })
public final class BenchCommand {}
