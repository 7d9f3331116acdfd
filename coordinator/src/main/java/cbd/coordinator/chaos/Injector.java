package cbd.coordinator.chaos;

import cbd.coordinator.chaos.cluster.ClusterException;
import cbd.coordinator.chaos.cluster.Member;
import cbd.coordinator.chaos.fault.PlannedFault;
import cbd.coordinator.chaos.fault.Scene;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets a schedule happen: two faults at once at most, never two to one member, and now and then
 * room for the cluster to get something done.
 */
final class Injector {
  private static final int AT_ONCE = 2;
  private static final Duration VICTIM_PATIENCE = Duration.ofSeconds(60);
  private static final Duration WORK_PATIENCE = Duration.ofSeconds(90);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Scene scene;
  private final HistoryWatch watch;
  private final InstantSource clock;
  private final Consumer<String> said;
  private final Semaphore room = new Semaphore(AT_ONCE);
  private final Set<String> hurt = Collections.synchronizedSet(new HashSet<>());
  private final List<InjectedFault> injected = Collections.synchronizedList(new ArrayList<>());
  private final List<Thread> threads = new ArrayList<>();
  private volatile @Nullable String failure;
  private int passedOver;

  Injector(Scene scene, HistoryWatch watch, InstantSource clock, Consumer<String> said) {
    this.scene = scene;
    this.watch = watch;
    this.clock = clock;
    this.said = said;
  }

  /**
   * Injects all of them, or as many as the time allows, and waits until the last one is over.
   *
   * @param most begins none after so long
   * @throws ClusterException when one could not be injected, or the cluster did not answer
   */
  void injectAll(List<PlannedFault> schedule, Duration most) throws InterruptedException {
    Instant end = clock.instant().plus(most);
    List<Long> before = new ArrayList<>();
    for (PlannedFault planned : schedule) {
      if (clock.instant().isAfter(end)) {
        break;
      }
      scene.cluster().pause(planned.before());
      before.add(watch.measurements());
      if (before.size() > AT_ONCE) {
        awaitWork(before.get(before.size() - 1 - AT_ONCE));
      }
      room.acquire();
      Optional<Member> victim = choose(planned);
      if (victim.isPresent()) {
        begin(planned, victim.get(), schedule.size());
      } else {
        room.release();
        passedOver++;
        said.accept(planned.kind().name() + " finds no victim and is passed over");
      }
      failIfFailed();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    failIfFailed();
  }

  /** Those that happened up to now. */
  List<InjectedFault> injected() {
    return List.copyOf(injected);
  }

  /** How many found no victim. */
  int passedOver() {
    return passedOver;
  }

  private void failIfFailed() {
    if (failure != null) {
      throw new ClusterException(failure);
    }
  }

  /** Faults that come faster than any work gets done would prove nothing. */
  private void awaitWork(long measurements) throws InterruptedException {
    long end = System.nanoTime() + WORK_PATIENCE.toNanos();
    while (watch.measurements() <= measurements && System.nanoTime() < end) {
      scene.cluster().pause(LOOK);
    }
  }

  private Optional<Member> choose(PlannedFault planned) throws InterruptedException {
    long end = System.nanoTime() + VICTIM_PATIENCE.toNanos();
    do {
      List<Member> candidates =
          planned.kind().candidates(scene.cluster(), member -> !hurt.contains(member.name()));
      if (!candidates.isEmpty()) {
        Member victim = candidates.get(planned.target() % candidates.size());
        hurt.add(victim.name());
        return Optional.of(victim);
      }
      scene.cluster().pause(LOOK);
    } while (System.nanoTime() < end);
    return Optional.empty();
  }

  private void begin(PlannedFault planned, Member victim, int total) {
    said.accept(
        String.format(
            Locale.ROOT,
            "%d/%d %s: %s, for %.1f s (%d trials, %d open)",
            planned.number(),
            total,
            planned.kind().name(),
            victim,
            planned.lasting().toMillis() / 1000.0,
            watch.known(),
            watch.open()));
    Thread thread = new Thread(() -> inject(planned, victim), "cbd-fault-" + planned.number());
    threads.add(thread);
    thread.setDaemon(true);
    thread.start();
  }

  private void inject(PlannedFault planned, Member victim) {
    Instant began = clock.instant();
    try {
      planned.kind().harm(scene, victim, planned.lasting());
    } catch (IOException | RuntimeException e) {
      failure = planned.kind().name() + " of " + victim + ": " + e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      injected.add(new InjectedFault(planned, victim.name(), began, clock.instant()));
      hurt.remove(victim.name());
      room.release();
    }
  }
}
