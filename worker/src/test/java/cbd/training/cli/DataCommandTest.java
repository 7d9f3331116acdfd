package cbd.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.training.fetch.Published;
import cbd.training.fetch.PublishedSets;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DataCommandTest {
  @TempDir private Path dir;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void listSaysWhatIsThereAndWhatIsMissing() throws IOException {
    Path cifar = Files.createDirectory(dir.resolve("cifar-10-batches-bin"));
    Files.write(cifar.resolve("data_batch_1.bin"), new byte[5 * 3073]);
    Files.write(cifar.resolve("test_batch.bin"), new byte[2 * 3073]);
    Files.createDirectories(dir.resolve("GTSRB/Final_Training/Images/00000"));

    assertThat(run("list", "--data", dir.toString())).isZero();
    assertThat(out.toString())
        .contains("shapes         shapes, 10 classes, 32x32")
        .contains("CIFAR-10, 10 classes, 32x32, 50,000 training and 10,000 test images: a part, 5")
        .contains("mnist          MNIST, 10 classes")
        .contains("MNIST was not found: neither " + dir.resolve("mnist"))
        .contains("GT-00000.csv cannot be read")
        .contains("imagenette2-160")
        .contains("cbd data fetch NAME --data " + dir);
  }

  @Test
  void fetchKnowsItsNames() {
    assertThat(run("fetch", "imagenet", "--data", dir.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("'imagenet' cannot be downloaded, only cifar10, cifar100, gtsrb, mnist");
    assertThat(run("fetch", "--help")).isZero();
    assertThat(out.toString()).contains("fashion-mnist, imagenette2-160");
    assertThat(run()).isEqualTo(2);
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void fetchSaysHowLargeEachDownloadIsAndOnWhatTerms() {
    assertThat(run("fetch", "--help")).isZero();
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("MD5", "goes on where it stopped", ".fetch-NAME");
    List<String> lines = out.toString().lines().toList();
    for (Published set : PublishedSets.ALL) {
      assertThat(lines).contains("  %-15s  %8s  %s".formatted(set.word(), set.size(), set.terms()));
    }
  }

  private int run(String... arguments) {
    return new CommandLine(new DataCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
