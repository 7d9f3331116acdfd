package cbd.training.engine;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which of cuDNN's kernels libtorch may take. Several of those for the gradients of convolutions
 * add up in whatever order their threads finish, so that the same training gives other numbers each
 * time. PyTorch has a switch for that, {@code torch.backends.cudnn.deterministic}, for which DJL
 * has no call. It is called in libtorch itself here, by the mangled names of {@code
 * at::globalContext()} and of two methods of {@code at::Context}; none has a string among its
 * parameters, so that the names are the same in all builds of one version.
 */
final class CudnnKernels {
  private static final Path MAPS = Path.of("/proc/self/maps");
  private static final String FILE = "/libtorch_cpu.so";
  private static final String CONTEXT = "_ZN2at13globalContextEv";
  private static final String SET = "_ZN2at7Context21setDeterministicCuDNNEb";
  private static final String GET = "_ZNK2at7Context18deterministicCuDNNEv";

  private final NativeLibrary libtorch;

  private CudnnKernels(NativeLibrary libtorch) {
    this.libtorch = libtorch;
  }

  /**
   * Those of the libtorch that runs in this process. Linux only, as GPUs are.
   *
   * @throws IllegalStateException when none runs, or more than one
   */
  static CudnnKernels ofThisProcess() {
    List<String> loaded = loaded();
    if (loaded.size() != 1) {
      throw new IllegalStateException("one libtorch must be loaded, but these are: " + loaded);
    }
    try {
      return new CudnnKernels(NativeLibrary.getInstance(loaded.get(0)));
    } catch (UnsatisfiedLinkError e) {
      throw new IllegalStateException("libtorch cannot be called by its names", e);
    }
  }

  private static List<String> loaded() {
    try (Stream<String> maps = Files.lines(MAPS, StandardCharsets.UTF_8)) {
      return maps.filter(line -> line.endsWith(FILE))
          .map(line -> line.substring(line.indexOf('/')))
          .distinct()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(MAPS + " cannot be read", e);
    }
  }

  /**
   * From now on only those that give the same numbers each time, in the whole process.
   *
   * @throws IllegalStateException when this libtorch has no such switch
   */
  void deterministic() {
    try {
      // A C++ bool is the lowest byte of the register.
      libtorch.getFunction(SET).invokeVoid(new Object[] {context(), 1});
    } catch (UnsatisfiedLinkError e) {
      throw new IllegalStateException("libtorch has no switch for deterministic kernels", e);
    }
  }

  /** Whether that is so. */
  boolean areDeterministic() {
    return (libtorch.getFunction(GET).invokeInt(new Object[] {context()}) & 0xFF) != 0;
  }

  private Pointer context() {
    return libtorch.getFunction(CONTEXT).invokePointer(new Object[0]);
  }
}
