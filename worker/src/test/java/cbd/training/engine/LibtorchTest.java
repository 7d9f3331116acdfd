package cbd.training.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
final class LibtorchTest {
  @TempDir Path site;

  @Test
  void knowsPythonsPackageByItsVersionAndLibraries() throws IOException {
    Path torch = pip("2.7.1+cu126", "libtorch.so", "libtorch_cuda.so");
    Libtorch found = Libtorch.at(torch);
    assertThat(found).isEqualTo(new Libtorch(torch.resolve("lib"), "2.7.1+cu126", true));
    assertThat(Libtorch.at(torch.resolve("lib"))).isEqualTo(found);
  }

  @Test
  void knowsAnArchiveByItsBuildVersion() throws IOException {
    Path lib = Files.createDirectories(site.resolve("libtorch/lib"));
    Files.createFile(lib.resolve("libtorch.so"));
    Files.writeString(site.resolve("libtorch/build-version"), "2.7.1+cpu\n");
    assertThat(Libtorch.at(site.resolve("libtorch")))
        .isEqualTo(new Libtorch(lib, "2.7.1+cpu", false));
  }

  @Test
  void refusesAnotherVersionThanTheBridgeWasBuiltFor() throws IOException {
    Path torch = pip("2.11.0+cu130", "libtorch.so");
    assertThatThrownBy(() -> Libtorch.at(torch))
        .isInstanceOf(Libtorch.UnfitException.class)
        .hasMessage(
            "--libtorch must hold PyTorch 2.7.1, for which cbd's JNI was built, but %s holds"
                + " 2.11.0+cu130. Another version would crash; get the right one with: pip install"
                + " torch==2.7.1",
            torch);
  }

  @Test
  void refusesWhatDoesNotSayItsVersion() throws IOException {
    Files.createFile(site.resolve("libtorch.so"));
    assertThatThrownBy(() -> Libtorch.at(site)).hasMessageContaining("holds an unknown version");
  }

  @Test
  void refusesAFolderWithoutLibtorch() {
    assertThatThrownBy(() -> Libtorch.at(site))
        .hasMessage(
            "--libtorch must hold a libtorch for Linux, but there is no libtorch.so in %s or its"
                + " lib",
            site);
  }

  @Test
  void linksLibrariesAndNothingElse() throws IOException {
    Path torch =
        pip(
            "2.7.1+cu126",
            "libtorch.so",
            "libtorch_cpu.so",
            "libtorch_cuda.so",
            "libtorch_python.so",
            "libshm.so",
            "libgomp-a34b3233.so.1");
    Files.createDirectories(torch.resolve("lib/libshm"));
    Files.createFile(torch.resolve("lib/libshm/err.h"));
    Path cudart = site.resolve("nvidia/cuda_runtime/lib/libcudart.so.12");
    Files.createDirectories(cudart.getParent());
    Files.createFile(cudart);

    Path links = site.resolve("links");
    Path libraries = Libtorch.at(torch).layOut(links);
    assertThat(libraries.toFile().list())
        .containsExactlyInAnyOrder(
            "libtorch.so", "libtorch_cpu.so", "libtorch_cuda.so", "libgomp-a34b3233.so.1");
    assertThat(libraries.resolve("../../nvidia/cuda_runtime/lib/libcudart.so.12")).exists();
    assertThat(links.resolve("runtime/libcudart.so").toRealPath()).isEqualTo(cudart.toRealPath());
    assertThat(Libtorch.at(torch).layOut(links)).isEqualTo(libraries);
  }

  private Path pip(String version, String... libraries) throws IOException {
    Path torch = site.resolve("torch");
    Path lib = Files.createDirectories(torch.resolve("lib"));
    for (String library : libraries) {
      Files.createFile(lib.resolve(library));
    }
    Files.writeString(
        torch.resolve("version.py"),
        "__all__ = ['__version__']\n__version__ = '" + version + "'\n");
    return torch;
  }
}
