package cbd.training.engine;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.file.Path;

/**
 * Which of cuDNN's kernels libtorch may take. Several of those for the gradients of convolutions
 * add up in whatever order their threads come to an end, so that the same training gives other
 * numbers each time; PyTorch has a switch for that, {@code torch.backends.cudnn.deterministic}, for
 * which DJL has no call. It is called in libtorch itself here, by the names that its compiler gave
 * to {@code at::globalContext()} and to methods of {@code at::Context}, without any strings in
 * their parameters, and so the same in all builds of one version.
 */
final class CudnnKernels {
  private static final String CONTEXT = "_ZN2at13globalContextEv";
  private static final String SET = "_ZN2at7Context21setDeterministicCuDNNEb";
  private static final String GET = "_ZNK2at7Context18deterministicCuDNNEv";

  private final NativeLibrary libtorch;

  private CudnnKernels(NativeLibrary libtorch) {
    this.libtorch = libtorch;
  }

  /**
   * Those of a libtorch that this process has loaded.
   *
   * @param lib the folder with {@code libtorch_cpu.so}, the very file that was loaded
   * @throws UnsatisfiedLinkError when it cannot be opened
   */
  static CudnnKernels of(Path lib) {
    return new CudnnKernels(
        NativeLibrary.getInstance(lib.resolve("libtorch_cpu.so").toAbsolutePath().toString()));
  }

  /**
   * From now on only those that give the same numbers each time, in the whole process.
   *
   * @throws UnsatisfiedLinkError when this libtorch has no such switch
   */
  void deterministic() {
    // A C++ bool is the lowest byte of the register.
    libtorch.getFunction(SET).invokeVoid(new Object[] {context(), 1});
  }

  /** Whether that is so. */
  boolean areDeterministic() {
    Function get = libtorch.getFunction(GET);
    return (get.invokeInt(new Object[] {context()}) & 0xFF) != 0;
  }

  private Pointer context() {
    return libtorch.getFunction(CONTEXT).invokePointer(new Object[0]);
  }
}
