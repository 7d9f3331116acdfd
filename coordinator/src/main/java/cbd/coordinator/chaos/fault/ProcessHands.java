package cbd.coordinator.chaos.fault;

import cbd.coordinator.chaos.cluster.Member;
import cbd.coordinator.chaos.cluster.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Harm to processes, by signals. */
final class ProcessHands {
  private ProcessHands() {}

  static void kill(Scene scene, Member member, Duration lasting)
      throws IOException, InterruptedException {
    scene.cluster().kill(member);
    scene.cluster().pause(lasting);
    member.start();
  }

  static void restart(Scene scene, Member member, Duration lasting)
      throws IOException, InterruptedException {
    scene.cluster().stop(member);
    scene.cluster().pause(lasting);
    member.start();
  }

  static void pause(Scene scene, Member member, Duration lasting)
      throws IOException, InterruptedException {
    member.signal(Signal.STOP);
    try {
      scene.cluster().pause(lasting);
    } finally {
      member.signal(Signal.CONT);
    }
  }

  static void killRunner(Scene scene, Member worker, Duration lasting)
      throws IOException, InterruptedException {
    send(Signal.KILL, worker.runners());
  }

  static void crashRunner(Scene scene, Member worker, Duration lasting)
      throws IOException, InterruptedException {
    send(Signal.SEGV, worker.runners());
  }

  static void pauseRunner(Scene scene, Member worker, Duration lasting)
      throws IOException, InterruptedException {
    List<ProcessHandle> runners = worker.runners();
    send(Signal.STOP, runners);
    try {
      scene.cluster().pause(lasting);
    } finally {
      send(Signal.CONT, runners);
    }
  }

  private static void send(Signal signal, List<ProcessHandle> processes)
      throws IOException, InterruptedException {
    for (ProcessHandle process : processes) {
      signal.send(process);
    }
  }
}
