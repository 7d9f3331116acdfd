package cbd;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.watch.Tool;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the profile {@code cuda} says is inside its archive, of packages laid out as pip does. */
class LibtorchSbomTest {
  @TempDir Path folder;

  @Test
  void listsThePackagesWhoseLibrariesArePackedAndNoOthers() throws Exception {
    installed("torch", "2.7.1", "License: BSD-3-Clause\n");
    installed("nvidia_cublas_cu12", "12.6.4.1", "License: NVIDIA Proprietary Software\n");
    installed("sympy", "1.14.0", "License: BSD\n");

    Tool.Said said = script();

    assertThat(said.exit()).as(said.text()).isZero();
    JsonNode bom = new ObjectMapper().readTree(folder.resolve("sbom-libtorch.json").toFile());
    assertThat(bom.get("bomFormat").asText()).isEqualTo("CycloneDX");
    List<String> parts = new ArrayList<>();
    for (JsonNode part : bom.get("components")) {
      parts.add(part.get("purl").asText() + " " + part.at("/licenses/0/license/name").asText());
    }
    assertThat(parts)
        .containsExactly(
            "pkg:pypi/nvidia-cublas-cu12@12.6.4.1 NVIDIA Proprietary Software",
            "pkg:pypi/torch@2.7.1 BSD-3-Clause");
  }

  @Test
  void endsWithOneWhereThereIsNoTorch() throws Exception {
    Tool.Said said = script();

    assertThat(said.text()).contains("holds no torch");
    assertThat(said.exit()).isEqualTo(1);
  }

  private Tool.Said script() throws IOException, InterruptedException {
    return Tool.need("python3", "apt-get install python3")
        .run("deploy/src/main/assembly/libtorch_sbom.py", folder.toString());
  }

  private void installed(String name, String version, String more) throws IOException {
    Path info = folder.resolve(name + "-" + version + ".dist-info");
    Files.writeString(
        Files.createDirectories(info).resolve("METADATA"),
        "Metadata-Version: 2.1\nName: %s\nVersion: %s\n%s\n"
            .formatted(name.replace('_', '-'), version, more));
  }
}
