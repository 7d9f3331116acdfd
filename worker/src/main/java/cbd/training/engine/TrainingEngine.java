package cbd.training.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Utils;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * libtorch, started with a fixed number of threads. With one on a CPU repeats are equal bit for
 * bit; on a GPU with any number, in all that was compared (docs/gpu.md).
 */
public final class TrainingEngine {
  private static final String NAME = "PyTorch";
  private static final Pattern GPU = Pattern.compile("gpu(?::(\\d{1,3}))?");

  private final Engine engine;

  private TrainingEngine(Engine engine) {
    this.engine = engine;
  }

  /**
   * Starts libtorch in this process, or sets the threads of the one that runs. It is the
   * distribution's, or the one that {@link Libtorch#PROPERTY} names.
   *
   * @param threads per operation, at least 1; process-wide
   * @throws IllegalArgumentException when threads is below 1, or the libtorch named does not fit
   */
  public static synchronized TrainingEngine start(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, but was " + threads);
    }
    // A native library that is missing must be an error, not a download that hangs.
    setDefault("ai.djl.offline", "true");
    setDefault("ai.djl.default_engine", NAME);
    setDefault("ai.djl.pytorch.num_interop_threads", "1");
    setDefault("ai.djl.pytorch.num_threads", Integer.toString(threads));
    setDefault("ai.djl.pytorch.graph_optimizer", "false");
    Libtorch.chosen().ifPresent(libtorch -> libtorch.offer(Utils.getCacheDir().resolve("cbd")));
    Engine engine = Engine.getEngine(NAME);
    if (JniUtils.getNumThreads() != threads) {
      JniUtils.setNumThreads(threads);
    }
    return new TrainingEngine(engine);
  }

  /**
   * A manager of native arrays on a device; the caller closes it. Takes the device's name because
   * {@code Device.fromName} would start libtorch by itself, with all of the machine's threads. Who
   * computes on a GPU does so with {@linkplain CudnnKernels kernels that give the same numbers each
   * time}.
   *
   * @param device {@code cpu}, {@code gpu} or {@code gpu:N}
   * @throws IllegalArgumentException when the name is none of these or the machine has no such GPU
   * @throws IllegalStateException when libtorch does not let its kernels be chosen
   */
  public NDManager newManager(String device) {
    if (device.equals("cpu")) {
      return engine.newBaseManager(Device.cpu());
    }
    Matcher gpu = GPU.matcher(device);
    if (!gpu.matches()) {
      throw new IllegalArgumentException("device must be cpu, gpu or gpu:N, but was " + device);
    }
    int index = gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1));
    if (index >= engine.getGpuCount()) {
      throw new IllegalArgumentException(
          "device must be one that libtorch sees, but it sees "
              + engine.getGpuCount()
              + " GPUs and device was "
              + device);
    }
    CudnnKernels.ofThisProcess().deterministic();
    return engine.newBaseManager(Device.gpu(index));
  }

  /**
   * libtorch's version; of one that lies on the machine, with its build, as {@code 2.7.1+cu126}.
   */
  public String version() {
    return Libtorch.chosen().map(Libtorch::version).orElse(engine.getVersion());
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
