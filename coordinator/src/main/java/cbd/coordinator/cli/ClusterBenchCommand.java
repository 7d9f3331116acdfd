package cbd.coordinator.cli;

import cbd.coordinator.cli.bench.BenchCluster;
import cbd.coordinator.cli.demo.DemoException;
import cbd.coordinator.cli.demo.DemoFolder;
import cbd.domain.Build;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a coordinator that it starts, with all that works and asks, on this machine. */
abstract class ClusterBenchCommand extends ClientCommand {
  private static final Path ROOT = Path.of(".cbd", "bench");

  @Option(
      names = "--java-options",
      paramLabel = "OPTIONS",
      defaultValue = "-Xmx1g",
      description = "Of the coordinator. Default: ${DEFAULT-VALUE}.")
  private String javaOptions = "";

  @Option(
      names = "--keep-dir",
      paramLabel = "DIR",
      description = "Keep store and logs in this folder, empty or new. Default: .cbd/bench/N.")
  private @Nullable Path keepDir;

  @Mixin private final JsonOption json = new JsonOption();

  /** Says what is wrong with the options, before anything is started. */
  abstract void check();

  /** Measures, and prints what was seen. */
  abstract void measure(BenchCluster cluster) throws InterruptedException;

  @Override
  final int run() {
    check();
    try {
      Path folder = keepDir == null ? DemoFolder.next(ROOT) : DemoFolder.chosen(keepDir);
      Path launcher = Launcher.home().resolve("cbd");
      return measured(new BenchCluster(launcher, folder.toAbsolutePath(), javaOptions));
    } catch (IOException e) {
      throw new CliFailure(Exit.FAILED, "the folder cannot be made: " + e);
    } catch (DemoException e) {
      throw new CliFailure(Exit.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private int measured(BenchCluster cluster) {
    StopOnSignal hook = StopOnSignal.of(cluster::close, err());
    try (cluster;
        hook) {
      measure(cluster);
      return Exit.OK;
    } catch (DemoException e) {
      if (cluster.isStopping()) {
        return StopOnSignal.EXIT;
      }
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return StopOnSignal.EXIT;
    }
  }

  /** As JSON where that is wanted, else by the words. */
  final void print(Object figures, Runnable words) {
    json.print(out(), figures, words);
  }

  /** What was measured, on what. */
  final String machine(double loadAverage) {
    Build build = Build.current();
    return String.format(
        Locale.ROOT,
        "cbd %s (%s%s), Java %s, %d cores, load average %.1f before the start; coordinator with %s",
        build.version(),
        build.commit(),
        build.dirty() ? ", changed" : "",
        System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors(),
        loadAverage,
        javaOptions);
  }

  final void say(String line) {
    err().println(line);
    err().flush();
  }

  final void require(boolean holds, String option, String rule, Object value) {
    if (!holds) {
      throw wrongUse(option + " must be " + rule + ", but was " + value);
    }
  }
}
