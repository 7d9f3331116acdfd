package cbd.worker.cli;

import cbd.domain.Build;
import cbd.domain.WorkerDescription;
import cbd.domain.WorkerId;
import cbd.membership.Failover;
import cbd.worker.actor.ClusterSettings;
import cbd.worker.bench.PretendedTrial;
import cbd.worker.bench.SimulatedAgent;
import cbd.worker.bench.Tally;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cbd bench worker}: a worker that trains nothing. */
@Command(
    name = "worker",
    mixinStandardHelpOptions = true,
    versionProvider = CbdCommand.Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Joins a coordinator on this machine as a worker that trains nothing, or as many, and prints"
          + " each second, as a line of JSON, what was done since it began. `cbd bench scheduler`"
          + " and `cbd bench load` start these.",
      "",
      "Its results are made up and count like real ones: never let it join a coordinator whose"
          + " results you want."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  cbd bench worker --join 127.0.0.1:25520 --slots 64 --trial-seconds 0.1"})
final class BenchWorkerCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(BenchWorkerCommand.class);
  private static final int MOST_SLOTS = 4096;
  private static final int MOST_WORKERS = 5000;
  private static final int MOST_MEMBERS = 500;

  private final InstantSource clock;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--join",
      required = true,
      paramLabel = "HOST:PORT",
      description = "The coordinator's address, on this machine.")
  private List<String> join = List.of();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "simulated",
      description =
          "This worker's name; with several, what their names begin with. Default:"
              + " ${DEFAULT-VALUE}.")
  private String name = "";

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "1",
      description = "Workers in this process, each with its own slots. Default: ${DEFAULT-VALUE}.")
  private int workers;

  @Option(
      names = "--members",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Members of the cluster that they share: real ones are one each, but here each costs tens"
              + " of threads. Default: ${DEFAULT-VALUE}.")
  private int members;

  @Option(
      names = "--slots",
      paramLabel = "N",
      defaultValue = "64",
      description = "Trials that it pretends to train at once. Default: ${DEFAULT-VALUE}.")
  private int slots;

  @Option(
      names = "--trial-seconds",
      paramLabel = "T",
      defaultValue = "0",
      description = "How long each trial pretends to train. Default: ${DEFAULT-VALUE}.")
  private double trialSeconds;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Measurements that each trial reports before its result, one after the other."
              + " Default: ${DEFAULT-VALUE}.")
  private long epochs;

  @Option(
      names = "--epoch-seconds",
      paramLabel = "T",
      defaultValue = "0",
      description = "How long each of these takes. Default: ${DEFAULT-VALUE}.")
  private double epochSeconds;

  @Option(
      names = "--progress-seconds",
      paramLabel = "T",
      defaultValue = "0",
      description =
          "Between two words of progress of a slot; real ones say 0.5. Default: ${DEFAULT-VALUE},"
              + " none.")
  private double progressSeconds;

  @Option(names = "--exit-with-stdin", hidden = true)
  private boolean exitWithStdin;

  BenchWorkerCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    require(slots >= 1 && slots <= MOST_SLOTS, "--slots must be between 1 and " + MOST_SLOTS);
    require(trialSeconds >= 0 && trialSeconds <= 3600, "--trial-seconds must be 0 to 3600");
    require(epochs >= 0, "--epochs must be at least 0");
    require(epochSeconds >= 0 && epochSeconds <= 3600, "--epoch-seconds must be 0 to 3600");
    require(progressSeconds >= 0 && progressSeconds <= 60, "--progress-seconds must be 0 to 60");
    require(
        workers >= 1 && workers <= MOST_WORKERS, "--workers must be between 1 and " + MOST_WORKERS);
    require(
        members >= 1 && members <= Math.min(workers, MOST_MEMBERS),
        "--members must be between 1 and the number of --workers, and at most " + MOST_MEMBERS);
    Tally tally = new Tally();
    List<SimulatedAgent> agents =
        IntStream.range(0, members).mapToObj(member -> agent(member, tally)).toList();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(agents), "cbd-leaver"));
    if (exitWithStdin) {
      WorkerProgram.watchStdin();
    }
    ScheduledExecutorService clerk = Executors.newSingleThreadScheduledExecutor();
    var unused = clerk.scheduleAtFixedRate(() -> print(tally), 1, 1, TimeUnit.SECONDS);
    run(agents);
    clerk.shutdown();
    return 0;
  }

  /** One member, and its share of the workers. */
  private SimulatedAgent agent(int member, Tally tally) {
    List<WorkerDescription> descriptions = new ArrayList<>();
    for (int number = member; number < workers; number += members) {
      descriptions.add(
          new WorkerDescription(
              new WorkerId(workers == 1 ? name : name + "-" + (number + 1)),
              clock.millis(),
              "simulated",
              Build.current().version(),
              Collections.nCopies(slots, "cpu")));
    }
    return new SimulatedAgent(
        descriptions,
        new ClusterSettings("127.0.0.1", 0, join, Failover.DEFAULT),
        new PretendedTrial(
            duration(trialSeconds), epochs, duration(epochSeconds), duration(progressSeconds)),
        tally,
        clock);
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private static void run(List<SimulatedAgent> agents) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (SimulatedAgent agent : agents) {
      Thread thread = new Thread(() -> runOne(agent), "cbd-simulated");
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void runOne(SimulatedAgent agent) {
    try {
      agent.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void print(Tally tally) {
    PrintWriter out = commandSpec().commandLine().getOut();
    out.println(tally.line());
    out.flush();
  }

  private static void leave(List<SimulatedAgent> agents) {
    try {
      List<Thread> threads = new ArrayList<>();
      for (SimulatedAgent agent : agents) {
        Thread thread = new Thread(() -> leaveOne(agent), "cbd-leaver");
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      log.debug("Interrupted while leaving.", e);
    }
  }

  private static void leaveOne(SimulatedAgent agent) {
    try {
      agent.leave();
    } catch (InterruptedException e) {
      log.debug("Interrupted while leaving.", e);
    }
  }

  private void require(boolean holds, String rule) {
    if (!holds) {
      throw new ParameterException(commandSpec().commandLine(), rule);
    }
  }

  private CommandSpec commandSpec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it before it calls the command");
    }
    return spec;
  }
}
