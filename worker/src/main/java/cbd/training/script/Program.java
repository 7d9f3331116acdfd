package cbd.training.script;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * TorchScript methods, ready to be called: one call does what would be a thousand from Java. Not
 * thread-safe: it belongs to the thread that made it.
 *
 * <p>The methods keep nothing between calls; what they say they change of the arrays they are
 * given, they change in place.
 */
public final class Program implements AutoCloseable {
  private final NDManager manager;
  private final PtSymbolBlock module;
  private final Map<String, NDArray> selectors = new HashMap<>();

  /**
   * Compiles methods.
   *
   * @param parent the manager below which the program lives; names the device
   * @param methods TorchScript, in the form in which archives have it
   */
  public Program(NDManager parent, String methods) {
    // A setting of this thread. The optimising executor takes a fifth more time, and its fused
    // kernels would round otherwise than the eager ones.
    JniUtils.setGraphExecutorOptimize(false);
    manager = parent.newSubManager();
    manager.setName("program");
    byte[] archive = ScriptArchive.of(methods);
    try {
      module =
          JniUtils.loadModule(
              (PtNDManager) manager, new ByteArrayInputStream(archive), false, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Calls a method.
   *
   * @param step owns the results
   * @param arguments all of its arguments, which are tensors
   * @return the tensor or the tuple of tensors that it returns
   */
  public NDList call(NDManager step, String method, NDArray... arguments) {
    NDArray selector = selectors.computeIfAbsent(method, this::selector);
    NDList list = new NDList(arguments.length + 1);
    list.add(selector);
    for (NDArray argument : arguments) {
      list.add(argument);
    }
    // The results go to the manager of the first array. True: operations may be recorded.
    selector.attach(step);
    try {
      return IValueUtils.forward(module, list, true);
    } finally {
      selector.attach(manager);
    }
  }

  /** DJL calls the method that the first array is named after. */
  private NDArray selector(String method) {
    NDArray selector = manager.create(0);
    selector.setName("module_method:" + method);
    return selector;
  }

  @Override
  public void close() {
    module.close();
    manager.close();
  }
}
