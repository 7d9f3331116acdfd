package cbd.training.cli;

import picocli.CommandLine.Command;

/** {@code cbd bench}: measurements on this machine. */
@Command(
    name = "bench",
    description = "Measure how fast this machine trains.",
    mixinStandardHelpOptions = true,
    subcommands = StepBenchCommand.class)
public final class BenchCommand {}
