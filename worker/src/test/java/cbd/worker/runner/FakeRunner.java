package cbd.worker.runner;

import cbd.domain.Diagnostics;
import cbd.domain.EpochMetrics;
import cbd.domain.Failure;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.domain.Provenance;
import cbd.domain.Scores;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialResult;
import cbd.training.checkpoint.CheckpointEvent;
import cbd.training.checkpoint.Checkpoints;
import cbd.training.checkpoint.Identity;
import cbd.training.checkpoint.Place;
import cbd.training.checkpoint.Savable;
import cbd.training.defense.StepTime;
import cbd.training.runner.Frames;
import cbd.training.runner.RunnerMessage;
import cbd.training.stage.StageKind;
import cbd.training.stage.StageUse;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runner processes that do what runners do, or what they should not; one main class each. */
public final class FakeRunner {
  private FakeRunner() {}

  /**
   * Reports the trial's epochs, then success. When the data folder is not empty, epoch n waits for
   * a file {@code epoch-n} there. Obeys Stop and its dead man's switch.
   */
  public static final class Trains {
    private Trains() {}

    public static void main(String[] args) throws Exception {
      haltWithParent();
      try (SocketChannel channel = connect(args)) {
        Frames frames = hello(channel, token());
        RunnerMessage.Start start = (RunnerMessage.Start) frames.read();
        Thread ear = new Thread(() -> haltWhenStopped(frames));
        ear.setDaemon(true);
        ear.start();
        frames.write(new RunnerMessage.StageUsed(new StageUse(StageKind.POISONED_SET, true, 123)));
        frames.write(
            new RunnerMessage.StageUsed(new StageUse(StageKind.BACKDOORED_MODEL, false, 456)));
        int epochs = start.spec().training().epochs();
        for (int epoch = 1; epoch <= epochs; epoch++) {
          await(start.settings().dataDir(), epoch);
          frames.write(
              new RunnerMessage.Progressed(
                  new Progress(Phase.FINAL, epoch, epochs, 1, 2, (epoch - 0.5) / epochs)));
          frames.write(new RunnerMessage.StepTimed(new StepTime(0.5, 2, 1, 0.25)));
          frames.write(new RunnerMessage.EpochDone(metrics(epoch)));
        }
        frames.write(
            new RunnerMessage.Finished(
                new TrialOutcome.Succeeded(
                    new TrialResult(metrics(epochs).scores(), epochs, provenance(start)))));
      }
    }

    private static void await(String folder, int epoch) throws InterruptedException {
      while (!folder.isEmpty() && !Files.exists(Path.of(folder, "epoch-" + epoch))) {
        Thread.sleep(10);
      }
    }

    private static void haltWhenStopped(Frames frames) {
      try {
        if (frames.read() instanceof RunnerMessage.Stop) {
          frames.write(new RunnerMessage.Finished(new TrialOutcome.Stopped()));
          Runtime.getRuntime().halt(0);
        }
      } catch (IOException e) {
        Runtime.getRuntime().halt(75);
      }
    }

    static Provenance provenance(RunnerMessage.Start start) {
      return new Provenance(
          "unknown",
          false,
          "0",
          System.getenv("MALLOC_MMAP_MAX_") + "/" + System.getenv("CUDA_VISIBLE_DEVICES"),
          "java",
          "host",
          start.settings().device(),
          start.settings().threads(),
          "",
          "");
    }
  }

  /**
   * Keeps a checkpoint of half a megabyte, unless it finds one to go on from; then waits to be
   * stopped.
   */
  public static final class KeepsACheckpoint {
    private KeepsACheckpoint() {}

    public static void main(String[] args) throws Exception {
      haltWithParent();
      try (SocketChannel channel = connect(args)) {
        Frames frames = hello(channel, token());
        RunnerMessage.Start start = (RunnerMessage.Start) frames.read();
        Checkpoints checkpoints =
            Checkpoints.of(
                start.settings().checkpoints(),
                new Identity(TrialId.of(start.spec()), List.of("threads: 1"), "host", "cpu"),
                Savable.NOTHING,
                InstantSource.system(),
                event -> tell(frames, event));
        if (checkpoints.found().isPresent()) {
          checkpoints.resume(new HalfAMegabyte());
        } else {
          checkpoints.keep(new Place(Phase.FINAL, 3, 0, 17), new HalfAMegabyte());
        }
        if (frames.read() instanceof RunnerMessage.Stop) {
          frames.write(new RunnerMessage.Finished(new TrialOutcome.Stopped()));
        }
      }
    }

    private static void tell(Frames frames, CheckpointEvent event) {
      try {
        frames.write(new RunnerMessage.Checkpointed(event));
      } catch (IOException e) {
        Runtime.getRuntime().halt(75);
      }
    }
  }

  private static final class HalfAMegabyte implements Savable {
    private static final int BYTES = 500_000;

    @Override
    public void write(DataOutputStream out) throws IOException {
      out.write(new byte[BYTES]);
    }

    @Override
    public void read(DataInputStream in) throws IOException {
      in.readFully(new byte[BYTES]);
    }
  }

  /** The n-th epoch's numbers. */
  public static EpochMetrics metrics(int epoch) {
    return new EpochMetrics(
        Phase.FINAL,
        epoch,
        1.0 / epoch,
        new Scores(0.5, 0.25, 0.125, 0.5),
        2.0,
        1000,
        new Diagnostics.None());
  }

  /** Dies in the middle of its first epoch, as native code would. */
  public static final class Crashes {
    private Crashes() {}

    public static void main(String[] args) throws Exception {
      try (SocketChannel channel = connect(args)) {
        hello(channel, token()).read();
        System.out.println("free(): invalid pointer");
        Runtime.getRuntime().halt(134);
      }
    }
  }

  /** Dies, as by SIGKILL, between its connection and its first word. */
  public static final class Vanishes {
    private Vanishes() {}

    public static void main(String[] args) throws Exception {
      connect(args);
      Runtime.getRuntime().halt(137);
    }
  }

  /** Runs out of its Java heap. */
  public static final class Devours {
    private Devours() {}

    public static void main(String[] args) throws Exception {
      try (SocketChannel channel = connect(args)) {
        hello(channel, token()).read();
        List<long[]> all = new ArrayList<>();
        while (all.size() < Integer.MAX_VALUE) {
          all.add(new long[1 << 20]);
        }
        System.out.println(all);
      }
    }
  }

  /** Reports a failure of enormous detail. */
  public static final class Complains {
    private Complains() {}

    public static void main(String[] args) throws Exception {
      try (SocketChannel channel = connect(args)) {
        Frames frames = hello(channel, token());
        frames.read();
        frames.write(
            new RunnerMessage.Finished(
                new TrialOutcome.Failed(Failure.DIVERGED, "NaN", "x".repeat(500_000))));
      }
    }
  }

  /** Never connects. */
  public static final class Sulks {
    private Sulks() {}

    public static void main(String[] args) throws Exception {
      haltWithParent();
      new CountDownLatch(1).await();
    }
  }

  /** Connects with a token it made up. */
  public static final class Lies {
    private Lies() {}

    public static void main(String[] args) throws Exception {
      try (SocketChannel channel = connect(args)) {
        hello(channel, "made-up");
        new CountDownLatch(1).await();
      }
    }
  }

  /** Says hello, then something that is no frame. */
  public static final class Babbles {
    private Babbles() {}

    public static void main(String[] args) throws Exception {
      try (SocketChannel channel = connect(args)) {
        hello(channel, token()).read();
        channel.write(ByteBuffer.wrap("\0\0\0\7garbage".getBytes(StandardCharsets.UTF_8)));
        new CountDownLatch(1).await();
      }
    }
  }

  /** Announces a frame of two gigabytes. */
  public static final class Boasts {
    private Boasts() {}

    public static void main(String[] args) throws Exception {
      try (SocketChannel channel = connect(args)) {
        hello(channel, token()).read();
        channel.write(ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE).flip());
        new CountDownLatch(1).await();
      }
    }
  }

  /** Hangs, and takes no notice of Stop nor of SIGTERM. */
  public static final class Hangs {
    private Hangs() {}

    public static void main(String[] args) throws Exception {
      haltWithParent();
      CountDownLatch never = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitForEver(never)));
      try (SocketChannel channel = connect(args)) {
        Frames frames = hello(channel, token());
        frames.read();
        frames.write(new RunnerMessage.Progressed(new Progress(Phase.FINAL, 1, 1, 0, 2, 0)));
        never.await();
      }
    }

    private static void awaitForEver(CountDownLatch never) {
      try {
        never.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String token() {
    return System.getenv("CBD_RUNNER_TOKEN");
  }

  private static SocketChannel connect(String[] args) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(args[0]));
    return channel;
  }

  private static Frames hello(SocketChannel channel, String token) throws IOException {
    Frames frames = new Frames(channel);
    frames.write(new RunnerMessage.Hello(token, ProcessHandle.current().pid()));
    return frames;
  }

  private static void haltWithParent() {
    Thread watcher =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // The parent lives.
                }
              } catch (IOException e) {
                // It does not.
              }
              Runtime.getRuntime().halt(75);
            });
    watcher.setDaemon(true);
    watcher.start();
  }
}
