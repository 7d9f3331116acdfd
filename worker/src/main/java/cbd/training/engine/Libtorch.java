package cbd.training.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A PyTorch that lies on this machine already, to train with in place of the distribution's own
 * libtorch: Python's package {@code torch}, or an unpacked archive of libtorch. The way to CUDA.
 *
 * <p>Knows nothing of DJL, so that a worker's agent can check it as well. Linux only.
 *
 * @param lib the folder with {@code libtorch.so}
 * @param version as the installation says, such as {@code 2.7.1+cu126}
 * @param cuda whether it was built for CUDA
 */
public record Libtorch(Path lib, String version, boolean cuda) {
  /** System property that names the folder; the environment's {@value #VARIABLE} does as well. */
  public static final String PROPERTY = "cbd.libtorch";

  static final String VARIABLE = "CBD_LIBTORCH";

  private static final Pattern VERSION_PY = Pattern.compile("__version__ = '([^']+)'");

  /**
   * What is linked: DJL loads every file of the folder it is given, and Python's has more than
   * libraries. Besides libtorch: OpenMP, and CUDA's libraries where an archive brings them along.
   */
  private static final Pattern WANTED =
      Pattern.compile(
          "lib(c10|c10_cuda|torch|torch_cpu|torch_cuda|torch_cuda_linalg|torch_nvshmem)\\.so"
              + "|lib(gomp|cu|nv|nccl).*\\.so.*");

  /** Needs the driver when it is loaded, and is loaded as soon as it lies there. */
  private static final String COMPILER = "libcaffe2_nvrtc.so";

  private static final List<Path> DRIVERS = List.of(Path.of("/dev/nvidiactl"), Path.of("/dev/dxg"));
  private static final Pattern CUDA_RUNTIME = Pattern.compile("libcudart.*\\.so\\.\\d.*");

  /**
   * Looks at an installation.
   *
   * @param folder {@code site-packages/torch}, an unpacked libtorch, or {@code lib} of either
   * @throws UnfitException when it holds no libtorch, or not the version that the JNI of this build
   *     was made for: any other ends in a crash
   */
  public static Libtorch at(Path folder) {
    Path given = folder.toAbsolutePath().normalize();
    Path lib =
        Stream.of(given.resolve("lib"), given)
            .filter(candidate -> Files.isRegularFile(candidate.resolve("libtorch.so")))
            .findFirst()
            .orElseThrow(
                () ->
                    refused(
                        "hold a libtorch for Linux",
                        "there is no libtorch.so in " + given + " or its lib"));
    Properties needed = natives();
    String version = version(lib.resolveSibling("version.py"), lib.resolveSibling("build-version"));
    String release = version.replaceFirst("\\+.*", "");
    if (!release.equals(needed.getProperty("libtorch"))) {
      throw refused(
          "hold PyTorch " + needed.getProperty("libtorch") + ", for which cbd's JNI was built",
          given
              + " holds "
              + (version.isEmpty() ? "an unknown version" : version)
              + ". Another version would crash; get the right one with: pip install torch=="
              + needed.getProperty("libtorch"));
    }
    return new Libtorch(lib, version, Files.isRegularFile(lib.resolve("libtorch_cuda.so")));
  }

  /**
   * The one that this process was told to use.
   *
   * @throws UnfitException as {@link #at}
   */
  static Optional<Libtorch> chosen() {
    String folder = System.getProperty(PROPERTY, System.getenv(VARIABLE));
    return folder == null || folder.isEmpty() ? Optional.empty() : Optional.of(at(Path.of(folder)));
  }

  /**
   * Tells DJL, by way of system properties, to load this one: libtorch must not have been loaded.
   *
   * @param cache where the folder of links is made that DJL can read; processes may share it
   * @throws UncheckedIOException when it cannot be made
   */
  void offer(Path cache) {
    Properties needed = natives();
    Path links = cache.resolve(HexFormat.of().toHexDigits(lib.toString().hashCode()));
    try {
      System.setProperty("PYTORCH_LIBRARY_PATH", layOut(links).toString());
      System.setProperty("PYTORCH_VERSION", needed.getProperty("libtorch"));
      System.setProperty("PYTORCH_FLAVOR", cuda ? needed.getProperty("cuda") : "cpu");
      // JNA counts the GPUs, by the CUDA runtime's plain name.
      System.setProperty("jna.library.path", links.resolve("runtime").toString());
    } catch (IOException e) {
      throw new UncheckedIOException("the links to " + lib + " cannot be made in " + links, e);
    }
  }

  /**
   * Makes the folder of links. Libraries look for CUDA's from where their link lies, in {@code
   * ../../nvidia}, so that is laid out as in Python's {@code site-packages}.
   */
  Path layOut(Path links) throws IOException {
    Path libraries = Files.createDirectories(links.resolve("torch").resolve("lib"));
    boolean driver = DRIVERS.stream().anyMatch(Files::exists);
    try (Stream<Path> files = Files.list(lib)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (WANTED.matcher(name).matches() || (driver && name.equals(COMPILER))) {
          link(libraries.resolve(name), file);
        }
      }
    }
    Path nvidia = lib.resolve("../../nvidia").normalize();
    if (Files.isDirectory(nvidia)) {
      link(links.resolve("nvidia"), nvidia);
    }
    Path runtime = Files.createDirectories(links.resolve("runtime"));
    Optional<Path> cudart = cudaRuntime(nvidia);
    if (cudart.isPresent()) {
      link(runtime.resolve("libcudart.so"), cudart.get());
    }
    return libraries;
  }

  private Optional<Path> cudaRuntime(Path nvidia) throws IOException {
    for (Path root : List.of(lib, nvidia)) {
      if (Files.isDirectory(root)) {
        try (Stream<Path> files = Files.walk(root, 3)) {
          Optional<Path> found =
              files
                  .filter(file -> CUDA_RUNTIME.matcher(file.getFileName().toString()).matches())
                  .findFirst();
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static void link(Path link, Path target) throws IOException {
    try {
      Files.createSymbolicLink(link, target);
    } catch (FileAlreadyExistsException e) {
      // Ours, of an earlier time or of a process beside this one; an installation that moved away
      // and came back has the same path, and the link still leads there.
      if (!Files.isSymbolicLink(link)) {
        throw e;
      }
    }
  }

  /** Of Python's package, else of an archive, else empty. */
  private static String version(Path versionPy, Path buildVersion) {
    try {
      if (Files.isRegularFile(versionPy)) {
        Matcher says = VERSION_PY.matcher(Files.readString(versionPy, StandardCharsets.UTF_8));
        return says.find() ? says.group(1) : "";
      }
      return Files.isRegularFile(buildVersion)
          ? Files.readString(buildVersion, StandardCharsets.UTF_8).strip()
          : "";
    } catch (IOException e) {
      throw new UncheckedIOException(versionPy.getParent() + " cannot be read", e);
    }
  }

  /** What the build put together: {@code libtorch}, a version; {@code cuda}, the JNI's flavor. */
  private static Properties natives() {
    Properties properties = new Properties();
    try (InputStream in = Libtorch.class.getResourceAsStream("natives.properties")) {
      if (in == null) {
        throw new IllegalStateException("natives.properties is not on the class path");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("natives.properties cannot be read from the class path", e);
    }
    return properties;
  }

  private static UnfitException refused(String rule, String but) {
    return new UnfitException("--libtorch must " + rule + ", but " + but);
  }

  /** A folder that holds no libtorch that this build can load. */
  public static final class UnfitException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnfitException(String message) {
      super(message);
    }
  }
}
