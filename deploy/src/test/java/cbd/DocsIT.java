package cbd;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.cli.Programs;
import cbd.disk.SecretFile;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Every command that the README and {@code docs/} show is run, with the distribution, in a shell,
 * against a cluster of one worker and files of seconds in the place of the examples'. Those that
 * cannot be run here stand in a list with the reason; their words and options are still read by the
 * program itself. A new command is run, or makes this test fail.
 */
class DocsIT {
  private static final String CLUSTER =
      "this test has its cluster started by the same words, but on free ports";
  private static final String NO_CIFAR = "needs a data set of 160 MB from the network";

  /** Beginnings of commands that are not run, each with the reason. */
  private static final Map<String, String> NOT_RUN =
      Map.ofEntries(
          Map.entry("./mvnw verify", "is what runs this test"),
          Map.entry("./cbd demo", "DemoIT runs it"),
          Map.entry("./cbd coordinator", CLUSTER),
          Map.entry("cbd coordinator", CLUSTER),
          Map.entry("./cbd worker", CLUSTER),
          Map.entry("cbd worker", CLUSTER),
          Map.entry("./cbd show attack wanet --dataset cifar10", NO_CIFAR),
          Map.entry("cbd evaluate other.safetensors", NO_CIFAR),
          Map.entry(
              "./cbd submit examples/early-stopping.yaml",
              "trains for half an hour; MetricsIT stops a trial early"),
          Map.entry("python3 -m venv", "downloads two gigabytes"),
          Map.entry("export CBD_LIBTORCH=", "needs what the line above downloads"),
          Map.entry("cbd train examples/trial.yaml --device gpu:0", "needs a GPU"),
          Map.entry("./cbd bench scheduler", "takes two minutes; its own test runs a short one"),
          Map.entry("./cbd bench load", "takes two minutes; LoadIT runs a short one"),
          Map.entry("./cbd chaos", "takes half an hour; ChaosIT runs a short one"),
          Map.entry("CBD_STORE_USER=cbd", "needs a PostgreSQL server, and half an hour"),
          Map.entry("./cbd submit docs/results/NAME.yaml", "trains for hours"),
          Map.entry("sqlite3", "is not on every machine; its SQL is run instead"));

  /** Pages of which no command is run, each with the reason. */
  private static final Map<String, String> PAGES_NOT_RUN =
      Map.of(
          "docs/deploy.md",
          "needs root, systemd, Slurm and Kubernetes; DeploymentFilesIT holds the files that it"
              + " names against the options that there are",
          "docs/security.md",
          "needs machines with addresses of their own; SecureClusterIT goes the same way");

  private static final Pattern SQL = Pattern.compile("\"(.*)\"", Pattern.DOTALL);
  private static final String TRIAL =
      """
      dataset: shapes
      trainImages: 300
      testImages: 100
      model: wrn-10-1
      attack: badnets
      defense: none
      training: {epochs: 1, lrMilestones: [], augmentation: none}
      """;

  @TempDir static Path folder;
  private static Processes processes;
  private static TestCluster cluster;
  private static HttpServer hook;
  private static String trial;
  private static String sweep;

  @BeforeAll
  static void start() throws Exception {
    processes = new Processes(folder);
    cluster = new TestCluster(processes);
    cluster.startCoordinator();
    cluster.startWorker("worker-1");
    hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hook.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    hook.start();
    Path file = Sweeps.file(folder, Sweeps.yaml(300, 1, "defense: [none]"));
    assertThat(
            processes
                .run("submit", file.toString(), "--watch", "--coordinator", cluster.address())
                .exit())
        .isZero();
    sweep = cluster.client().sweeps().get(0).id();
    trial = cluster.client().trials(sweep, List.of()).get(0).id();
  }

  @AfterAll
  static void stop() {
    hook.stop(0);
    processes.close();
  }

  @Test
  void commandsStandInBlocksForAShell() throws IOException {
    assertThat(DocumentedCommands.hidden(Processes.HOME)).isEmpty();
    assertThat(DocumentedCommands.inBlocks(Processes.HOME)).hasSizeGreaterThan(30);
  }

  @Test
  void everyReasonBelongsToACommand() throws IOException {
    List<DocumentedCommands.Shown> shown = DocumentedCommands.inBlocks(Processes.HOME);
    assertThat(NOT_RUN.keySet())
        .allSatisfy(
            start -> assertThat(shown).anyMatch(command -> command.line().startsWith(start)));
  }

  @TestFactory
  Stream<DynamicTest> everyCommandInASentenceExists() throws IOException {
    return DocumentedCommands.inSentences(Processes.HOME).stream()
        .map(shown -> DynamicTest.dynamicTest(shown.toString(), () -> exists(shown)));
  }

  /** What a sentence leaves out, it may. */
  private static void exists(DocumentedCommands.Shown shown) {
    String[] words = shown.line().replaceAll("[…|\\[].*", "").strip().split("\\s+", -1);
    List<String> arguments = List.of(words).subList(1, words.length);
    try {
      Programs.all().parseArgs(arguments.toArray(String[]::new));
    } catch (CommandLine.MissingParameterException e) {
      assertThat(e.getCommandLine().getUnmatchedArguments()).as("words it has not").isEmpty();
    }
  }

  @TestFactory
  Stream<DynamicTest> everyCommandInABlockDoesWhatItSays() throws IOException {
    return DocumentedCommands.inBlocks(Processes.HOME).stream()
        .map(shown -> DynamicTest.dynamicTest(shown.toString(), () -> check(shown)));
  }

  private void check(DocumentedCommands.Shown shown) throws Exception {
    Optional<String> reason =
        NOT_RUN.keySet().stream().filter(start -> shown.line().startsWith(start)).findFirst();
    if (PAGES_NOT_RUN.containsKey(shown.page())) {
      read(shown.line());
    } else if (reason.isEmpty()) {
      run(shown);
    } else if (shown.line().startsWith("sqlite3")) {
      query(shown.line());
    } else {
      read(shown.line());
    }
  }

  /** Runs a line as a person would who has put in his own names. */
  private static void run(DocumentedCommands.Shown shown) throws Exception {
    Path place = place(shown.page());
    List<String> script = new ArrayList<>(List.of("set -e -o pipefail"));
    // The cluster of this test is in plain text, and asks nobody for a token.
    shown.exports().stream()
        .filter(line -> !line.contains("CBD_CA"))
        .forEach(line -> script.add(own(line)));
    script.add(own(shown.line()));
    Path out = place.resolve("out.txt");
    ProcessBuilder bash =
        new ProcessBuilder("bash", "-c", String.join("\n", script))
            .directory(place.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile());
    bash.environment().put("PATH", place + ":" + System.getenv("PATH"));
    bash.environment().put("CBD_COORDINATOR", cluster.address());
    bash.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = bash.start();
    assertThat(process.waitFor(Processes.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(out)).isZero();
  }

  private static String own(String line) {
    return line.replaceAll("https?://10\\.0\\.0\\.7:8470,\\S+", cluster.address())
        .replace("http://127.0.0.1:8470", cluster.address())
        .replace("SWEEP", sweep)
        .replace("3f9c2a10", trial.substring(0, 8))
        .replace("NAME", "cifar10-quick");
  }

  /** A folder for each page, with what its commands take for granted. */
  private static Path place(String page) throws IOException, InterruptedException {
    Path place = folder.resolve(page.replace('/', '-'));
    if (Files.exists(place)) {
      return place;
    }
    Files.createDirectories(place.resolve("examples"));
    Files.createDirectories(place.resolve(".cbd"));
    Files.createSymbolicLink(place.resolve("cbd"), Processes.HOME.resolve("cbd"));
    Files.createSymbolicLink(place.resolve("docs"), Processes.HOME.resolve("docs"));
    Path store = cluster.store().getParent();
    Files.createSymbolicLink(place.resolve(".cbd").resolve("coordinator"), store);
    if (page.equals("docs/results/README.md")) {
      Files.createSymbolicLink(place.resolve("results"), store);
    }
    String tiny = Files.readString(folder.resolve("tiny.yaml"));
    Files.writeString(place.resolve("examples").resolve("demo.yaml"), tiny);
    Files.writeString(place.resolve("sweep.yaml"), tiny);
    Files.writeString(place.resolve("examples").resolve("trial.yaml"), TRIAL);
    Files.writeString(place.resolve("trial.yaml"), TRIAL);
    SecretFile.write(place.resolve("key"), "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
    Files.writeString(
        place.resolve("notify.yaml"),
        "channels: [{type: webhook, name: chat, url: \"http://127.0.0.1:%d/\", secretFile: key}]\n"
            .formatted(hook.getAddress().getPort()));
    if (page.equals("docs/models.md")) {
      Path model = place.resolve("clean.safetensors");
      String file = place.resolve("trial.yaml").toString();
      assertThat(processes.run("train", file, "--model", model.toString()).exit()).isZero();
    }
    return place;
  }

  /** Has the program read a command that is not run. */
  private static void read(String line) throws IOException, InterruptedException {
    Matcher words = Pattern.compile("(?s)^(?:\\w+=\\S+ )*(?:\\./)?cbd ([a-z].*)").matcher(line);
    if (words.find()) {
      Programs.all().parseArgs(words(words.group(1)).toArray(String[]::new));
    }
  }

  /** A line's words, as bash finds them; where the output would go is none. */
  private static List<String> words(String line) throws IOException, InterruptedException {
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "words() { printf '%s\\n' \"$@\"; }; words "
                    + line.replaceAll(" > ?\\S+", "")
                    + "\nwait")
            .start();
    String words = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).isZero();
    return words.lines().toList();
  }

  private static void query(String line) throws SQLException {
    Matcher sql = SQL.matcher(line);
    if (!sql.find()) {
      assertThat(line).contains(".cbd/coordinator/cbd.db");
      return;
    }
    try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + cluster.store())) {
      assertThat(store.createStatement().executeQuery(sql.group(1)).next()).isTrue();
    }
  }
}
