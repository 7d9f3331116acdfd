package cbd.coordinator.cli;

import cbd.coordinator.chaos.Ordeal;
import cbd.coordinator.chaos.OrdealReport;
import cbd.coordinator.chaos.OrdealSettings;
import cbd.coordinator.chaos.cluster.ClusterException;
import cbd.coordinator.chaos.cluster.Shape;
import cbd.coordinator.chaos.cluster.SmallDisk;
import cbd.coordinator.cli.demo.DemoException;
import cbd.coordinator.cli.demo.DemoFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cbd chaos}: a cluster of its own is hurt, and must keep its promises. */
@Command(
    name = "chaos",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Starts a cluster of processes on this machine with real, tiny trainings, injects faults at"
          + " random but by a seeded schedule (kills, pauses, lost networks, vanishing clients),"
          + " waits until it is quiet, and checks what the store's history says: nothing lost,"
          + " nothing counted twice, every number as if nothing had happened. Needs Linux.",
      "",
      "Touches no other cluster. A fault takes about ten seconds; the trials are trained once more"
          + " without faults, to compare with. See docs/reliability.md."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every promise was kept",
      "1:one was not, or the cluster could not be started; the message says which and where",
      "2:an option is wrong; nothing was started",
      "130:Ctrl-C"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cbd chaos --seed 1 --faults 20",
      "  cbd chaos --seed 7 --faults 100 --keep chaos-7",
      "  cbd chaos --seed 3 --faults 1000 --minutes 60 --tls --own-checkpoints"
    })
final class ChaosCommand extends ClientCommand {
  private static final Path ROOT = Path.of(".cbd", "chaos");
  private static final int MOST_FAULTS = 10_000;
  private static final int MOST_WORKERS = 16;
  private static final int MOST_MINUTES = 24 * 60;

  @Option(
      names = "--seed",
      paramLabel = "S",
      required = true,
      description = "Of the schedule: the same seed plans the same faults.")
  private long seed;

  @Option(names = "--faults", paramLabel = "N", required = true, description = "How many.")
  private int faults;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      defaultValue = "1440",
      description = "Begin no fault after so long, however many are left. Default: a day.")
  private int minutes;

  @Option(
      names = "--tls",
      description =
          "Members prove to each other who they are and the API is https:// and takes a token, by"
              + " an authority that is made for the ordeal.")
  private boolean tls;

  @Option(
      names = "--own-checkpoints",
      description =
          "Each worker keeps its checkpoints on its own disk, and another goes on from the copy at"
              + " the coordinator. Default: they share a folder.")
  private boolean ownCheckpoints;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Keep stores and logs in this folder, empty or new. Default: .cbd/chaos/N.")
  private @Nullable Path keep;

  @Option(
      names = "--reference",
      paramLabel = "DIR",
      description =
          "Keep the undisturbed results in this folder, and use those that are in it: ordeals of"
              + " the same build may share it. Default: in the folder of --keep.")
  private @Nullable Path reference;

  @Option(
      names = "--workers",
      paramLabel = "W",
      defaultValue = "2",
      description = "Worker processes of one slot. Default: ${DEFAULT-VALUE}.")
  private int workers;

  @Option(
      names = "--coordinators",
      paramLabel = "1|3",
      defaultValue = "1",
      description =
          "One coordinator with a store of its own, or three that share the one of --store."
              + " Default: ${DEFAULT-VALUE}.")
  private int coordinators;

  @Option(
      names = "--store",
      paramLabel = "URL",
      description =
          "With three coordinators: an empty PostgreSQL database, jdbc:postgresql://HOST/DATABASE;"
              + " user and password as for `cbd coordinator`.")
  private @Nullable String store;

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    require(faults >= 1 && faults <= MOST_FAULTS, "--faults", MOST_FAULTS, faults);
    require(minutes >= 1 && minutes <= MOST_MINUTES, "--minutes", MOST_MINUTES, minutes);
    require(workers >= 1 && workers <= MOST_WORKERS, "--workers", MOST_WORKERS, workers);
    Path home = Launcher.home();
    if (coordinators != 1 && coordinators != 3) {
      throw wrongUse("--coordinators must be 1 or 3, but was " + coordinators);
    }
    if ((coordinators == 3) != (store != null)) {
      throw wrongUse("--store belongs to --coordinators 3, which need it to share");
    }
    try {
      Path folder = keep == null ? DemoFolder.next(ROOT) : DemoFolder.chosen(keep);
      Path whole = folder.toAbsolutePath().normalize();
      Path cluster = Files.createDirectory(whole.resolve("cluster"));
      Path undisturbed = reference == null ? whole.resolve("reference") : reference;
      OrdealSettings settings =
          new OrdealSettings(
              seed,
              faults,
              Duration.ofMinutes(minutes),
              shape(cluster),
              home.resolve("cbd"),
              cluster,
              undisturbed.toAbsolutePath().normalize());
      return run(new Ordeal(settings, InstantSource.system(), this::say));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return StopOnSignal.EXIT;
    } catch (IOException e) {
      throw new CliFailure(Exit.FAILED, "the ordeal's folder cannot be used: " + e);
    } catch (DemoException | ClusterException e) {
      throw new CliFailure(Exit.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private Shape shape(Path cluster) throws IOException, InterruptedException {
    Shape shape = members(cluster);
    shape = tls ? shape.overTls() : shape;
    return ownCheckpoints ? shape.withOwnCheckpoints() : shape;
  }

  private Shape members(Path cluster) throws IOException, InterruptedException {
    if (store != null) {
      return Shape.three(workers, Shape.LEASE, store);
    }
    Path probe = Files.createDirectory(cluster.resolve("disk"));
    boolean smallDisks = SmallDisk.isPermitted(probe);
    Files.delete(probe);
    return Shape.single(workers, Shape.LEASE, smallDisks);
  }

  @SuppressWarnings("try") // The hook only has to be there.
  private int run(Ordeal ordeal) throws IOException, InterruptedException {
    try (ordeal;
        StopOnSignal hook = StopOnSignal.of(ordeal::close, err())) {
      OrdealReport report = ordeal.run();
      json.print(out(), report, () -> OrdealWords.of(report).forEach(out()::println));
      return report.violations().isEmpty() ? Exit.OK : Exit.FAILED;
    } catch (ClusterException e) {
      if (ordeal.isStopping()) {
        return StopOnSignal.EXIT;
      }
      throw e;
    }
  }

  private void require(boolean holds, String option, int most, int value) {
    if (!holds) {
      throw wrongUse(option + " must be between 1 and " + most + ", but was " + value);
    }
  }

  private void say(String line) {
    err().println(line);
    err().flush();
  }
}
