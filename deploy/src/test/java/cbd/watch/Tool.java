package cbd.watch;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of this machine that tests call; a test that lacks one is skipped and says which. */
public final class Tool {
  private final Path executable;

  private Tool(Path executable) {
    this.executable = executable;
  }

  /**
   * What a program said.
   *
   * @param text its output and its complaints
   */
  public record Said(int exit, String text) {}

  /**
   * A program, or the end of the test that needs it.
   *
   * @param source how a machine gets it
   */
  public static Tool need(String name, String source) {
    Optional<Path> found =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(found.isPresent(), name + " is not installed, so this was not checked: " + source);
    return new Tool(found.orElseThrow());
  }

  public static Tool promtool() {
    return need("promtool", "apt-get install prometheus");
  }

  public static Tool prometheus() {
    return need("prometheus", "apt-get install prometheus");
  }

  public static Tool node() {
    return need("node", "apt-get install nodejs");
  }

  /** Ends the test if packages of npm are not there. */
  public static void needPackages(Path folder) {
    assumeTrue(
        Files.isDirectory(folder.resolve("node_modules")),
        "packages are not installed, so this was not checked: npm ci --prefix " + folder);
  }

  public Path executable() {
    return executable;
  }

  /** Runs it to its end. */
  public Said run(String... words) throws IOException, InterruptedException {
    return pipe("", words);
  }

  /** Runs it to its end, with a text on its input. */
  public Said pipe(String input, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(executable.toString()));
    command.addAll(List.of(words));
    Path in = Files.createTempFile("cbd", ".in");
    try {
      Files.writeString(in, input);
      Process process =
          new ProcessBuilder(command)
              .directory(Sources.root().toFile())
              .redirectErrorStream(true)
              .redirectInput(in.toFile())
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Said(process.waitFor(), text);
    } finally {
      Files.delete(in);
    }
  }
}
