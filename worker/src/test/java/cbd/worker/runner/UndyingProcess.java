package cbd.worker.runner;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/** A real process that no signal reaches, as if it waited inside the kernel for a device. */
final class UndyingProcess extends Process {
  private final Process real;

  UndyingProcess(Process real) {
    this.real = real;
  }

  /** The device answers: the process goes at last. */
  void release() {
    real.destroyForcibly();
  }

  @Override
  public Process destroyForcibly() {
    return this;
  }

  @Override
  public void destroy() {
    // Nothing reaches it.
  }

  @Override
  public ProcessHandle toHandle() {
    return real.toHandle(); // The runners that are tested take no notice of SIGTERM.
  }

  @Override
  public long pid() {
    return real.pid();
  }

  @Override
  public boolean isAlive() {
    return real.isAlive();
  }

  @Override
  public CompletableFuture<Process> onExit() {
    return real.onExit();
  }

  @Override
  public int exitValue() {
    return real.exitValue();
  }

  @Override
  public int waitFor() throws InterruptedException {
    return real.waitFor();
  }

  @Override
  public OutputStream getOutputStream() {
    return real.getOutputStream();
  }

  @Override
  public InputStream getInputStream() {
    return real.getInputStream();
  }

  @Override
  public InputStream getErrorStream() {
    return real.getErrorStream();
  }
}
