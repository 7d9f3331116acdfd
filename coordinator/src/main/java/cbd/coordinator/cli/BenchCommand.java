package cbd.coordinator.cli;

import picocli.CommandLine.Command;

/** {@code cbd bench}, as far as the coordinator is concerned. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measure a coordinator.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "2:an option is wrong"},
    footerHeading = "%nExamples:%n",
    footer = {"  cbd bench scheduler", "  cbd bench load --clients 200 --workers 1000"},
    subcommands = {SchedulerBenchCommand.class, LoadBenchCommand.class},
    hidden = true)
final class BenchCommand {}
