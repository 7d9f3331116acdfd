package cbd.training.runner;

import cbd.cli.Main;
import cbd.domain.Failure;
import cbd.domain.TrialOutcome;
import cbd.training.trial.TrialRunner;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runner process: trains the one trial that the agent sends, then exits.
 *
 * <p>Its one argument is the agent's UNIX domain socket; the environment variable {@value
 * #TOKEN_VARIABLE} holds the token to show there. Its standard input is the dead man's switch: when
 * it ends, the agent is gone and this process halts at once, so that no orphan holds a device.
 * Nothing is read from or written to standard output but what native code prints.
 */
public final class RunnerMain {
  /** Names the environment variable with the one-time token. */
  public static final String TOKEN_VARIABLE = "CBD_RUNNER_TOKEN";

  private static final Logger log = LoggerFactory.getLogger(RunnerMain.class);

  private RunnerMain() {}

  public static void main(String[] args) {
    Main.exitWith(
        () -> {
          if (args.length != 1) {
            System.err.println(
                "usage: RunnerMain SOCKET, started by a worker; people want `cbd train`");
            return ExitCode.BAD_SPEC.code();
          }
          watch(System.in);
          return run(Path.of(args[0])).code();
        });
  }

  private static ExitCode run(Path socket) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      String token = System.getenv().getOrDefault(TOKEN_VARIABLE, "");
      Runtime runtime = Runtime.getRuntime();
      Conversation conversation =
          new Conversation(
              new Frames(channel),
              new TrialRunner(InstantSource.system()),
              InstantSource.system(),
              () -> runtime.halt(ExitCode.AGENT_LOST.code()));
      return ExitCode.of(conversation.hold(token, ProcessHandle.current().pid()));
    } catch (IOException e) {
      log.error("The connection to the agent broke. socket={}", socket, e);
      return ExitCode.AGENT_LOST;
    }
  }

  /** Halts, without shutdown hooks, when the stream ends. */
  private static void watch(InputStream agent) {
    Thread watcher =
        new Thread(
            () -> {
              try {
                while (agent.read() >= 0) {
                  // What is said here means nothing; that it goes on means all.
                }
              } catch (IOException e) {
                log.warn("The dead man's switch broke, which counts as its end.", e);
              }
              Runtime.getRuntime().halt(ExitCode.AGENT_LOST.code());
            },
            "dead-mans-switch");
    watcher.setDaemon(true);
    watcher.start();
  }

  /** How a runner process ends; an agent reads it when no {@code Finished} arrived. */
  public enum ExitCode {
    OK(0),
    BAD_SPEC(64),
    FAILED(70),
    DATA_UNAVAILABLE(74),
    AGENT_LOST(75),
    OUT_OF_MEMORY(76),
    DISK_FULL(77);

    private final int code;

    ExitCode(int code) {
      this.code = code;
    }

    public int code() {
      return code;
    }

    static ExitCode of(TrialOutcome outcome) {
      if (!(outcome instanceof TrialOutcome.Failed failed)) {
        return OK;
      }
      Failure failure = failed.failure();
      return switch (failure) {
        case BAD_SPEC -> BAD_SPEC;
        case DATA_UNAVAILABLE -> DATA_UNAVAILABLE;
        case OUT_OF_MEMORY, HEAP_EXHAUSTED, DEVICE_MEMORY_EXHAUSTED -> OUT_OF_MEMORY;
        case DISK_FULL -> DISK_FULL;
        case DIVERGED,
            TRAINING_ERROR,
            RUNNER_DIED,
            RUNNER_UNREACHABLE,
            KILLED,
            KILLED_FOR_MEMORY,
            NATIVE_CRASH,
            HUNG,
            WORKER_LOST ->
            FAILED;
      };
    }
  }
}
