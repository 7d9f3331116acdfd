package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.export.AskedResults;
import cbd.coordinator.cli.export.ExportFolder;
import cbd.coordinator.cli.export.SweepExport;
import cbd.coordinator.cli.export.SweepResults;
import cbd.domain.Build;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cbd export}: a sweep's tables and figures as files. */
@Command(
    name = "export",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Writes every table and figure of a sweep into a folder: its leaderboard as CSV, JSON,"
          + " Markdown and LaTeX, its trials and their curves as CSV, a heat map of attacks and"
          + " defenses as HTML, clean accuracy against attack success rate as SVG and PNG, the"
          + " sweep file, and a README.txt with what is what and where the numbers come from.",
      "",
      "Asks the coordinator, or reads a store, which needs nothing that runs. The folder appears"
          + " when all of it is written. A sweep that still runs is exported as it stands."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:written",
      "1:there is no such sweep, or a file cannot be written",
      "2:an option is wrong, the folder is not empty, or the file is no store",
      "4:no coordinator answers"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cbd export --dir results",
      "  cbd export demo-3f --dir results --force",
      "  cbd export --store .cbd/coordinator/cbd.db --dir results"
    })
final class ExportCommand extends ClientCommand {
  @Mixin private final SweepArgument sweep = new SweepArgument();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      required = true,
      description = "The folder; made when it is missing.")
  private Path folder = Path.of("");

  @Option(
      names = "--force",
      description =
          "Replace an earlier export in that folder. A folder that holds anything else is left as"
              + " it is.")
  private boolean force;

  @Mixin private final StoreOption store = new StoreOption();

  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    store
        .address()
        .ifPresentOrElse(
            address -> address.results(sweep::resolve, this::write), this::ofCoordinator);
    return Exit.OK;
  }

  private void ofCoordinator() {
    CoordinatorClient client = coordinator.client();
    write(new AskedResults(client, sweep.resolve(client)));
  }

  private void write(SweepResults results) {
    try {
      ExportFolder.fill(
          folder,
          force,
          SweepExport.files().keySet(),
          fresh ->
              SweepExport.write(results, fresh, Build.current(), InstantSource.system().instant()));
    } catch (FileAlreadyExistsException e) {
      throw new CliFailure(Exit.INVALID, "--dir: " + e.getMessage());
    } catch (IOException e) {
      throw new CliFailure(Exit.FAILED, folder + " cannot be written: " + e.getMessage());
    }
    List<String> written =
        SweepExport.files().keySet().stream()
            .map(folder::resolve)
            .filter(Files::exists)
            .map(Path::toString)
            .toList();
    json.print(out(), written, () -> written.forEach(out()::println));
  }
}
