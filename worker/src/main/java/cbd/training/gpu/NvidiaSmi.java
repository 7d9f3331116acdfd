package cbd.training.gpu;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * NVIDIA's own program, asked for a table. One that is missing or complains tells nothing, and one
 * that hangs is killed.
 *
 * @param program with arguments before ours
 * @param patience until it is killed
 */
public record NvidiaSmi(List<String> program, Duration patience) {
  private static final Logger log = LoggerFactory.getLogger(NvidiaSmi.class);

  /** The installed one. */
  public static final NvidiaSmi INSTALLED =
      new NvidiaSmi(List.of("nvidia-smi"), Duration.ofSeconds(10));

  public NvidiaSmi {
    program = List.copyOf(program);
  }

  /** The same program, waited for as long as this. */
  public NvidiaSmi within(Duration other) {
    return new NvidiaSmi(program, other);
  }

  /**
   * The cells of each line that it answers, without blanks around them and without units; empty
   * when nobody tells.
   *
   * @param question such as {@code --query-gpu=index,name}
   */
  public List<List<String>> ask(String... question) {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of(question));
    command.add("--format=csv,noheader,nounits");
    return lines(command).stream()
        .map(line -> Stream.of(line.split(",", -1)).map(String::strip).toList())
        .toList();
  }

  /** Its lines, through a file: whoever else holds the end of a pipe would keep us waiting. */
  private List<String> lines(List<String> command) {
    try {
      Path said = Files.createTempFile("cbd-nvidia-smi", ".csv");
      try {
        return run(command, said) ? Files.readAllLines(said) : List.of();
      } finally {
        Files.deleteIfExists(said);
      }
    } catch (IOException e) {
      log.debug("Nothing is told of the GPUs.", e);
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private boolean run(List<String> command, Path said) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(said.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      return process.exitValue() == 0;
    }
    log.warn("{} hangs and is killed.", command.get(0));
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    // One that waits for a broken GPU cannot even be killed: then no second one joins it.
    process.waitFor();
    return false;
  }
}
