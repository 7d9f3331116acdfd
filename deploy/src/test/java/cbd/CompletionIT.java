package cbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tab in a real bash and zsh, after {@code source <(cbd completion bash)}. */
class CompletionIT {
  @TempDir Path folder;
  private Path script;

  @BeforeEach
  void write() throws Exception {
    try (Processes processes = new Processes(folder)) {
      Processes.Ended ended = processes.run("completion", "bash");
      assertThat(ended.exit()).as(ended.err()).isZero();
      script = Files.writeString(folder.resolve("completion.bash"), ended.out());
      assertThat(processes.run("completion", "zsh").out()).isEqualTo(ended.out());
      assertThat(processes.run("completion", "fish").exit()).isEqualTo(2);
      assertThat(processes.run("help", "completion").out()).contains("Usage: cbd completion");
    }
  }

  /**
   * What bash offers for the last of these words, of a command that is called as the first says.
   */
  private List<String> offers(String... words) throws IOException, InterruptedException {
    StringBuilder line = new StringBuilder();
    for (String word : words) {
      line.append('"').append(word).append("\" ");
    }
    String bash =
        """
        source '%s'
        function=$(complete -p cbd | sed 's/.*-F \\([^ ]*\\).*/\\1/')
        COMP_WORDS=(%s)
        COMP_CWORD=%d
        COMP_LINE="${COMP_WORDS[*]}"
        "$function"
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(script, line, words.length - 1);
    // compopt complains that no key was pressed.
    Process process =
        new ProcessBuilder("bash", "--norc", "-c", bash)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return text.lines().map(String::strip).filter(each -> !each.isEmpty()).toList();
  }

  @Test
  void offersTheCommandsOfAllProgramsAndTheirOptions() throws Exception {
    assertThat(offers("cbd", ""))
        .contains("submit", "coordinator", "worker", "train", "data", "show", "completion");
    assertThat(offers("cbd", "sub")).containsExactly("submit");
    assertThat(offers("cbd", "bench", "")).contains("scheduler", "load", "worker", "step");
    assertThat(offers("cbd", "worker", "--jo")).containsExactly("--join");
    assertThat(offers("cbd", "train", "--thr")).containsExactly("--threads");
    assertThat(offers("cbd", "coordinator", "--not")).containsExactly("--notify");
    assertThat(offers("cbd", "show", "")).contains("attack");
  }

  /**
   * Types beginnings of lines, Tab and Enter into an interactive zsh; what cbd gets must follow.
   */
  private static final String TYPED =
      """
      zmodload zsh/zpty
      zpty typed zsh -f -i
      zpty -w typed 'PS1=; autoload -Uz compinit; compinit -u -D; source %s'
      zpty -w typed 'cbd() { print -r -- "got:$*" }'
      while (( $# )); do
        zpty -n -w typed "$1"$'\\t\\n'
        zpty -r -m typed heard "*got:$2*" || exit 1
        shift 2
      done
      print all of them
      """;

  @Test
  void tabInZshDoesTheSame() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/zsh")) || Files.isExecutable(Path.of("/bin/zsh")),
        "SKIPPED: there is no zsh here in which the completion could be tried");
    Path zsh = Files.writeString(folder.resolve("typed.zsh"), TYPED.formatted(script));

    Process process =
        new ProcessBuilder(
                "zsh",
                "-f",
                zsh.toString(),
                "cbd subm",
                "submit",
                "cbd worker --joi",
                "worker --join",
                "cbd token cre",
                "token create")
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(folder.resolve("typed.txt").toFile())
            .start();
    boolean ended = process.waitFor(3, TimeUnit.MINUTES);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();

    assertThat(ended).as("what must follow came").isTrue();
    assertThat(folder.resolve("typed.txt")).content().contains("all of them");
  }
}
