package cbd.coordinator.cli;

import cbd.coordinator.cli.words.Amounts;
import cbd.coordinator.cli.words.Table;
import cbd.coordinator.sweep.Axis;
import cbd.coordinator.sweep.Setter;
import cbd.coordinator.sweep.TrialGrid;
import cbd.text.JsonText;
import cbd.text.Tree;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cbd validate}: is a sweep file right, and what would it run? Needs no coordinator. */
@Command(
    name = "validate",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Checks sweep files and shows the grid each would run. Submits nothing.",
      "Problems go to stderr as FILE:LINE:COLUMN: MESSAGE, all of a file at once."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  cbd validate sweep.yaml", "  cbd validate --json examples/*.yaml"},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all files are right", "2:a file is wrong, or an option is"})
final class ValidateCommand extends ClientCommand {
  @Mixin private final JsonOption json = new JsonOption();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Sweep files (YAML).")
  private List<Path> files = List.of();

  /**
   * A valid file's grid.
   *
   * @param cells combinations of axis values
   * @param trials of them that differ
   * @param axes values by setting, as compact JSON
   */
  record Grid(String file, String sweep, int cells, int trials, Map<String, List<String>> axes) {
    static Grid of(Path file, SweepText text) {
      TrialGrid grid = TrialGrid.of(text.sweep());
      Map<String, List<String>> axes = new LinkedHashMap<>();
      for (Axis axis : text.sweep().axes()) {
        axis.setters().stream()
            .map(Setter::path)
            .distinct()
            .forEach(
                path ->
                    axes.put(
                        path, axis.values(path).stream().map(ValidateCommand::brief).toList()));
      }
      int trials = (int) grid.trials().count();
      return new Grid(file.toString(), text.sweep().name(), grid.cells(), trials, axes);
    }
  }

  @Override
  int run() {
    int exit = Exit.OK;
    for (Path file : files) {
      try {
        Grid grid = Grid.of(file, SweepText.read(file));
        json.print(out(), grid, () -> print(grid));
      } catch (CliFailure e) {
        err().println(e.getMessage());
        exit = e.exit();
      }
    }
    return exit;
  }

  private void print(Grid grid) {
    out().printf("%s: sweep %s, %s%n", grid.file(), grid.sweep(), size(grid));
    Table table = new Table();
    grid.axes()
        .forEach(
            (path, values) ->
                table.row(
                    "  " + path,
                    values.size() + (values.size() == 1 ? " value" : " values"),
                    String.join(", ", values)));
    table.print(out());
  }

  private static String size(Grid grid) {
    return grid.cells() == grid.trials()
        ? Amounts.count(grid.trials(), "trial")
        : Amounts.count(grid.cells(), "cell")
            + ", "
            + Amounts.count(grid.trials(), "trial")
            + " (cells that ask for the same trial share it)";
  }

  private static String brief(Tree tree) {
    if (tree instanceof Tree.Mapping mapping) {
      return mapping.entries().entrySet().stream()
          .map(entry -> entry.getKey() + ": " + brief(entry.getValue().value()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return tree instanceof Tree.Scalar scalar && scalar.value() instanceof String word
        ? word
        : JsonText.write(tree);
  }
}
