package cbd.worker.runner;

import cbd.domain.Failure;
import cbd.domain.LeaseId;
import cbd.domain.Progress;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.training.runner.Frames;
import cbd.training.runner.MalformedFrameException;
import cbd.training.runner.RunnerMessage;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt in one child process: starts it, hears it to its end, and says how it ended.
 *
 * <p>The child connects to a socket in a folder of ours and shows the token it was given. One that
 * does not, or that speaks anything but {@link Frames}, is killed. Thread-safe.
 */
final class RunnerProcess {
  private static final Logger log = LoggerFactory.getLogger(RunnerProcess.class);

  /** From asking a runner that hangs for its threads' stacks to SIGKILL. */
  private static final Duration STACKS = Duration.ofSeconds(2);

  private final RunnerHost host;
  private final LeaseId lease;
  private final RunnerMessage.Start start;
  private final String device;
  private final RunnerListener listener;

  // Guarded by this.
  private @Nullable Process process;
  private @Nullable Frames line;
  private @Nullable String verdict;
  private Failure blame = Failure.RUNNER_UNREACHABLE;
  private boolean stopping;
  private boolean killed;
  private final Vigil vigil;

  /**
   * @param start what the child is told
   * @param device the slot's, by its name outside the child
   */
  RunnerProcess(
      RunnerHost host,
      LeaseId lease,
      RunnerMessage.Start start,
      String device,
      RunnerListener listener) {
    this.host = host;
    this.lease = lease;
    this.start = start;
    this.device = device;
    this.listener = listener;
    vigil = new Vigil(host.patience().silence());
  }

  /** Returns at once. */
  void start() {
    host.readers().execute(this::run);
  }

  /** Asks it to stop, then insists: a frame, SIGTERM, SIGKILL. Returns at once. */
  void stop() {
    var unused = later(Duration.ZERO, this::beginStopping);
  }

  /** SIGKILL. */
  synchronized void kill() {
    stopping = true;
    destroy();
  }

  /** Its process id; 0 before it started. */
  synchronized long pid() {
    return process == null ? 0 : process.pid();
  }

  private void run() {
    TrialOutcome outcome;
    host.begins(lease, TrialId.of(start.spec()));
    try {
      outcome = runToItsEnd();
    } catch (IOException | RuntimeException e) {
      kill();
      outcome =
          new TrialOutcome.Failed(
              Failure.RUNNER_UNREACHABLE,
              "The runner could not be started: " + e,
              AttemptFiles.tail(host.files().log(lease)));
    }
    host.ended(lease, start.settings().checkpoints());
    log.info("Runner ended. lease={} pid={} outcome={}", lease, pid(), Outcomes.brief(outcome));
    listener.ended(outcome);
  }

  private TrialOutcome runToItsEnd() throws IOException {
    host.models().makeRoom();
    host.files().makeRoom();
    Path socket = host.newSocket();
    String token = UUID.randomUUID().toString();
    try (ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      door.bind(UnixDomainSocketAddress.of(socket));
      long kills = host.memoryKills().count();
      Process child = launch(socket, token);
      host.leftovers().note(child.toHandle());
      var unused = child.onExit().thenRun(() -> close(door));
      TrialOutcome said = hear(door, token);
      TrialOutcome outcome = awaitExit(child, said, kills);
      host.leftovers().forget(child.pid());
      return outcome;
    } finally {
      Files.deleteIfExists(socket);
    }
  }

  private synchronized Process launch(Path socket, String token) throws IOException {
    Process child =
        host.launch(
            socket,
            token,
            host.files().log(lease),
            host.files().crash(lease),
            device,
            start.settings().threads());
    process = child;
    log.info(
        "Runner started. lease={} pid={} device={} log={}",
        lease,
        child.pid(),
        device,
        host.files().log(lease));
    if (stopping) {
      destroy();
    }
    return child;
  }

  /** The child's last word; null when it hung up, died or was given up before it. */
  private @Nullable TrialOutcome hear(ServerSocketChannel door, String token) throws IOException {
    Future<?> alarm =
        later(
            host.patience().connect(),
            () -> giveUp("said nothing for " + host.patience().connect().toSeconds() + " s"));
    try (SocketChannel channel = door.accept()) {
      Frames frames = new Frames(channel);
      RunnerMessage first = frames.read();
      if (first == null) {
        throw new EOFException("it said nothing");
      }
      if (!(first instanceof RunnerMessage.Hello hello) || !matches(hello.token(), token)) {
        throw new MalformedFrameException("its first word was not its token");
      }
      alarm.cancel(false);
      greet(frames);
      Future<?> watch = watch();
      try {
        return listen(frames);
      } finally {
        watch.cancel(false);
      }
    } catch (MalformedFrameException e) {
      giveUp("spoke what is not our protocol (" + e.getMessage() + ")");
    } catch (ClosedChannelException e) {
      log.debug("Runner ended before it connected. lease={}", lease);
    } catch (IOException e) {
      log.info("Runner hung up. lease={} reason={}", lease, e.toString());
    } finally {
      alarm.cancel(false);
    }
    return null;
  }

  private static boolean matches(String said, String token) {
    return MessageDigest.isEqual(
        said.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  private synchronized void greet(Frames frames) throws IOException {
    frames.write(start);
    line = frames;
    if (stopping) {
      frames.write(new RunnerMessage.Stop());
    }
  }

  private @Nullable TrialOutcome listen(Frames frames) throws IOException {
    for (RunnerMessage said = frames.read(); said != null; said = frames.read()) {
      sign(said);
      if (said instanceof RunnerMessage.Alive) {
        log.trace("Runner lives. lease={}", lease);
      } else if (said instanceof RunnerMessage.Progressed step) {
        listener.progressed(step.progress());
      } else if (said instanceof RunnerMessage.Pictured pictured) {
        listener.pictured(pictured.picture());
      } else if (said instanceof RunnerMessage.StepTimed step) {
        listener.stepTimed(step.time());
      } else if (said instanceof RunnerMessage.StageUsed stage) {
        listener.stageUsed(stage.use());
      } else if (said instanceof RunnerMessage.EpochDone epoch) {
        listener.epochDone(epoch.metrics());
      } else if (said instanceof RunnerMessage.Checkpointed checkpoint) {
        listener.checkpointed(checkpoint.event());
      } else if (said instanceof RunnerMessage.Finished end) {
        return end.outcome();
      } else {
        throw new MalformedFrameException("unexpected " + said.getClass().getSimpleName());
      }
    }
    return null;
  }

  private synchronized void sign(RunnerMessage said) {
    if (said instanceof RunnerMessage.Progressed step) {
      Progress at = step.progress();
      vigil.sign(
          at.phase(), "step " + at.step() + " of epoch " + at.epoch() + " of phase " + at.phase());
    } else if (said instanceof RunnerMessage.EpochDone epoch) {
      vigil.epochDone(epoch.metrics().phase());
    } else if (said instanceof RunnerMessage.Alive alive) {
      vigil.signOfPreparation(alive.doing());
    } else if (!(said instanceof RunnerMessage.StepTimed)) { // Its step is told besides.
      vigil.sign(said.getClass().getSimpleName());
    }
  }

  private Future<?> watch() {
    try {
      return host.clock().scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(null);
    }
  }

  private void tick() {
    String hangs;
    long pid;
    synchronized (this) {
      if (stopping || verdict != null) {
        return;
      }
      hangs = vigil.tick().orElse(null);
      if (hangs == null || process == null) {
        return;
      }
      verdict = hangs;
      blame = Failure.HUNG;
      pid = process.pid();
    }
    log.warn("Runner hangs and is killed. lease={} pid={} reason={}", lease, pid, hangs);
    askForStacks(pid);
    var unused = later(STACKS, this::destroy);
  }

  /** SIGQUIT lets a JVM that can still be reached print what each of its threads is doing. */
  private void askForStacks(long pid) {
    try {
      var unused = new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start();
    } catch (IOException e) {
      log.debug("No stacks of a runner that hangs. lease={}", lease, e);
    }
  }

  private synchronized void destroy() {
    if (process != null) {
      process.destroyForcibly();
      if (!killed) {
        killed = true;
        var unused = later(host.patience().kill(), this::lookAgain);
      }
    }
  }

  /**
   * What a process does inside the kernel, on a device that hangs or a file system that does not
   * answer, nothing can interrupt.
   */
  private void lookAgain() {
    Process child;
    synchronized (this) {
      child = process;
    }
    if (child != null && child.isAlive()) {
      log.error("Runner was killed and does not go. lease={} pid={}", lease, child.pid());
      listener.cannotBeKilled(child.pid());
    }
  }

  private TrialOutcome awaitExit(Process child, @Nullable TrialOutcome said, long kills) {
    Future<?> alarm = later(host.patience().exit(), () -> giveUpUnlessGone(child));
    int code = child.onExit().join().exitValue();
    alarm.cancel(false);
    synchronized (this) {
      if (said != null) {
        return said;
      }
      if (verdict != null) {
        return new TrialOutcome.Failed(
            blame,
            "The runner (pid %d) %s and was killed. Its log is %s."
                .formatted(child.pid(), verdict, host.files().log(lease)),
            AttemptFiles.tail(host.files().log(lease)));
      }
      return stopping
          ? new TrialOutcome.Stopped()
          : RunnerExit.explain(
              code, child.pid(), lease, host.files(), host.memoryKills().count() > kills);
    }
  }

  private void giveUpUnlessGone(Process child) {
    if (child.isAlive()) {
      giveUp("hung up but did not exit");
    }
  }

  private synchronized void giveUp(String reason) {
    if (verdict == null && !stopping) {
      verdict = reason;
    }
    destroy();
  }

  private synchronized void beginStopping() {
    if (stopping) {
      return;
    }
    stopping = true;
    if (line == null) {
      terminate();
      return;
    }
    var unused = later(host.patience().stop(), this::terminate);
    try {
      line.write(new RunnerMessage.Stop());
    } catch (IOException e) {
      log.debug("Runner hung up before it was asked to stop. lease={}", lease);
    }
  }

  private synchronized void terminate() {
    if (process != null) {
      // Not the process's own method: that closes its stdin as well, which ends it at once.
      process.toHandle().destroy();
      var unused = later(host.patience().terminate(), this::kill);
    }
  }

  private Future<?> later(Duration delay, Runnable work) {
    try {
      return host.clock().schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // The worker is closing and has killed its runners.
      return CompletableFuture.completedFuture(null);
    }
  }

  private static void close(ServerSocketChannel door) {
    try {
      door.close();
    } catch (IOException e) {
      log.debug("Could not close a runner's socket.", e);
    }
  }
}
