package cbd.coordinator.cli;

import cbd.coordinator.cli.client.Json;
import cbd.coordinator.notice.Channel;
import cbd.coordinator.notice.NoticeFile;
import cbd.coordinator.notice.NoticeSettings;
import cbd.coordinator.notice.TestNotice;
import cbd.text.InvalidTextException;
import cbd.text.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cbd notify}: whether people would be told. */
@Command(
    name = "notify",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Reads a file of cbd coordinator --notify, which says who is told by webhook or e-mail when a"
          + " sweep is over, trials fail or nothing moves, and shows what it says. With --test it"
          + " sends a notice by each channel and tells what the other side answered.",
      "Needs no coordinator; run it where the coordinator runs, as the user it runs as."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the file is right, and every channel took the test",
      "1:a channel did not take the test",
      "2:the file, a secret that it names or an option is wrong"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  cbd notify notify.yaml", "  cbd notify --test notify.yaml"})
final class NotifyCommand extends ClientCommand {
  @Option(names = "--test", description = "Send a notice by each channel.")
  private boolean test;

  @Parameters(paramLabel = "FILE", description = "The file (YAML).")
  private Path file = Path.of("");

  @Mixin private final JsonOption json = new JsonOption();

  /**
   * A channel, for programs.
   *
   * @param taken whether it took the test; null when it was not tested
   * @param said by the other side, or why it was not reached; null when it was not tested
   */
  private record Shown(
      String channel,
      String address,
      List<String> occasions,
      @Nullable Boolean taken,
      @Nullable String said) {}

  @Override
  int run() {
    NoticeSettings settings = read();
    List<Shown> all = new ArrayList<>();
    for (Channel channel : settings.channels()) {
      if (!json.isAsked()) {
        out().println(channel.name() + ": " + channel.address());
        out().flush();
      }
      Shown shown = shown(channel, settings);
      all.add(shown);
      if (!json.isAsked()) {
        out().println("  " + words(shown));
      }
    }
    if (json.isAsked()) {
      out().println(Json.write(all));
    }
    return all.stream().anyMatch(shown -> Boolean.FALSE.equals(shown.taken()))
        ? Exit.FAILED
        : Exit.OK;
  }

  private Shown shown(Channel channel, NoticeSettings settings) {
    List<String> occasions = channel.occasions().stream().sorted().map(Words::of).toList();
    if (!test) {
      return new Shown(channel.name(), channel.address(), occasions, null, null);
    }
    Channel.Outcome outcome = TestNotice.send(channel, settings, InstantSource.system().instant());
    String said =
        outcome instanceof Channel.Outcome.Taken taken
            ? taken.words()
            : outcome instanceof Channel.Outcome.Refused refused ? refused.reason() : "";
    boolean isTaken = outcome instanceof Channel.Outcome.Taken;
    return new Shown(channel.name(), channel.address(), occasions, isTaken, said);
  }

  private static String words(Shown shown) {
    Boolean taken = shown.taken();
    return taken == null
        ? "tells of " + String.join(", ", shown.occasions())
        : (taken ? "taken: " : "NOT TAKEN: ") + shown.said();
  }

  private NoticeSettings read() {
    try {
      return NoticeFile.read(file, System.getenv());
    } catch (InvalidTextException e) {
      throw new CliFailure(Exit.INVALID, SweepText.problems(file, e));
    } catch (IOException e) {
      throw new CliFailure(Exit.INVALID, file + " cannot be read: " + e);
    }
  }
}
