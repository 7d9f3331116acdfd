package cbd.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cbd completion}: what a shell needs to complete commands and options. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Prints a script by which bash or zsh completes the commands, options and files of cbd when"
          + " Tab is pressed."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:printed", "2:the shell is neither bash nor zsh"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(cbd completion bash)      in ~/.bashrc",
      "  source <(cbd completion zsh)       in ~/.zshrc"
    })
final class CompletionCommand implements Callable<Integer> {
  /** The shells that are known. */
  enum Shell {
    BASH,
    ZSH
  }

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  @SuppressWarnings("UnusedVariable") // picocli checks it
  private Shell shell = Shell.BASH;

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it before it calls the command");
    }
    // The same for both: in zsh it first loads zsh's own emulation of bash's completion.
    spec.commandLine().getOut().print(AutoComplete.bash("cbd", spec.root().commandLine()));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
