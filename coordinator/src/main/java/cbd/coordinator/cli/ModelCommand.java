package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.http.Views;
import cbd.disk.DurableFile;
import cbd.domain.TrialId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cbd model}: fetches a trained network. */
@Command(
    name = "model",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Downloads the network of a trial that succeeded, as a safetensors file that `cbd evaluate`"
          + " and PyTorch read: the one that was measured in the end (CBD: the clean model).",
      "",
      "The coordinator fetches it from its worker soon after the trial's end, or when it is asked"
          + " for. It is written beside its place, its SHA-256 is compared with the trial's result,"
          + " and then it gets its name."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the file is there",
      "1:there is no such trial or model, its worker is gone, or it cannot be written",
      "2:an option is wrong",
      "4:no coordinator answers"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cbd model 3f9c2a10 -o clean.safetensors && cbd evaluate clean.safetensors",
      "  cbd model 3f9c2a10 --backdoored"
    })
final class ModelCommand extends ClientCommand {
  /** What was written. */
  private record Written(String trial, String network, String file, long bytes, String sha256) {}

  @Parameters(
      paramLabel = "TRIAL",
      description = "A trial's id, or enough of its first digits, four at least.")
  private String trial = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where to write it, over a file that is there. Default: TRIAL-final.safetensors, or"
              + " TRIAL-backdoored.safetensors, in this folder.")
  private @Nullable Path output;

  @Option(
      names = "--backdoored",
      description =
          "CBD's backdoored model instead, where the worker keeps it (--keep-backdoored).")
  private boolean backdoored;

  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    if (!TrialId.isBeginning(trial)) {
      throw wrongUse("TRIAL must be 4 to 32 hexadecimal digits, but was '" + trial + "'");
    }
    CoordinatorClient client = coordinator.client();
    Views.TrialView found = client.trial(trial).trial();
    String network = backdoored ? "backdoored" : "final";
    Path file =
        output != null
            ? output
            : Path.of(found.id().substring(0, 8) + "-" + network + ".safetensors");
    try {
      Written written =
          client.download(
              "/trials/" + found.id() + "/model?network=" + network,
              (digest, body) -> write(found.id(), network, file, digest, body));
      json.print(
          out(),
          written,
          () -> out().println(written.file() + ": " + written.bytes() + " bytes, " + network));
      return Exit.OK;
    } catch (IOException e) {
      throw new CliFailure(Exit.FAILED, file + " could not be fetched: " + e);
    }
  }

  private static Written write(
      String trial, String network, Path file, String digest, InputStream body) throws IOException {
    Path draft = DurableFile.draft(file);
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      long bytes;
      try (OutputStream out = Files.newOutputStream(draft)) {
        bytes = new DigestInputStream(body, sha256).transferTo(out);
      }
      String found = HexFormat.of().formatHex(sha256.digest());
      if (!found.equals(digest)) {
        throw new IOException("what came has the SHA-256 " + found + ", not " + digest);
      }
      DurableFile.publish(draft, file);
      return new Written(trial, network, file.toString(), bytes, found);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
