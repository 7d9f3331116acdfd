package cbd.training.defense;

import ai.djl.ndarray.NDManager;
import cbd.domain.Phase;
import cbd.training.checkpoint.Savable;
import cbd.training.defense.TrainingListener.Observations;
import cbd.training.defense.Walker.Taken;
import cbd.training.defense.Walker.Walk;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a phase's training is: which epoch, which of its passes, which step of that; and what there
 * is to tell of the epoch so far. Read from a checkpoint, it stands between the same two steps.
 */
final class EpochCourse implements Savable, AutoCloseable {
  /** Of so many steps one is timed, but not the first, which pays for what comes once. */
  private static final int TIMED_EVERY = 100;

  private static final int TIMED_FIRST = 10;

  private final NDManager parent;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Phase phase;
  private final List<Walker> walkers;
  private final int stepsOfPass;

  private int epoch = 1;
  private int pass;
  private int step;
  private long taken;
  private double drawn; // nanoseconds
  private double secondsBefore;
  private Instant start = Instant.MIN;
  private Guards guardsBefore;
  private double criticLoss = Double.NaN;

  private @Nullable PassLedgers ledgers;
  private @Nullable NDManager manager;
  private @Nullable Walk walk;

  /**
   * At the beginning of the first epoch.
   *
   * @param nanos a clock that goes on evenly, for what lasts shorter than an epoch
   * @param walkers one for each pass of an epoch, the last one moving the network
   */
  EpochCourse(
      NDManager parent,
      InstantSource clock,
      LongSupplier nanos,
      Phase phase,
      List<Walker> walkers,
      int stepsOfPass) {
    this.parent = parent;
    this.clock = clock;
    this.nanos = nanos;
    this.phase = phase;
    this.walkers = walkers;
    this.stepsOfPass = stepsOfPass;
    guardsBefore = guards();
  }

  /** Under way, from 1; behind the last when all are done. */
  int epoch() {
    return epoch;
  }

  /** Batches of this epoch that were trained, in all its passes. */
  int steps() {
    return pass * stepsOfPass + step;
  }

  /** Starts the clock of an epoch, or of the rest of one. */
  void start() {
    start = clock.instant();
  }

  /** Whether there is another batch in this epoch; begins the next pass where one ended. */
  boolean hasNext() {
    Walk under = walk == null ? begin() : walk;
    if (under.hasNext() || pass == walkers.size() - 1) {
      return under.hasNext();
    }
    criticLoss = current().losses().mean();
    close();
    pass++;
    step = 0;
    return begin().hasNext();
  }

  private Walk begin() {
    NDManager opened = parent.newSubManager();
    manager = opened;
    boolean critics = walkers.size() > 1 && pass == 0;
    String what = critics ? PassLedgers.CRITIC : "the training loss";
    ledgers = PassLedgers.of(opened, what, phase, epoch);
    long before = nanos.getAsLong();
    Walk begun = walkers.get(pass).begin(opened, phase, epoch);
    drawn = nanos.getAsLong() - before;
    walk = begun;
    return begun;
  }

  /**
   * Trains on the next batch.
   *
   * @return how long that took, now and then
   */
  Optional<StepTime> next() {
    if (manager == null || walk == null) {
      throw new IllegalStateException("ask first whether there is another batch");
    }
    StepTime time = null;
    try (NDManager stepManager = manager.newSubManager()) {
      if (++taken % TIMED_EVERY == TIMED_FIRST) {
        time = timed(stepManager, walk);
      } else {
        current().add(walk.ready(stepManager).take(StepClock.OFF));
      }
    }
    step++;
    return Optional.ofNullable(time);
  }

  /**
   * A device computes while the host is further ahead already: it is waited for before and after,
   * which changes no number. That costs a step in a hundred what the host was ahead.
   */
  private StepTime timed(NDManager stepManager, Walk under) {
    StepClock.waitFor(stepManager.create(0f));
    long begin = nanos.getAsLong();
    Walker.Ready ready = under.ready(stepManager);
    long made = nanos.getAsLong();
    StepClock clock = StepClock.started(nanos);
    Taken step = ready.take(clock);
    double data = (made - begin + drawn / stepsOfPass) / 1e9;
    StepTime time = clock.time(data, step.outcome().loss());
    current().add(step);
    return time;
  }

  private PassLedgers current() {
    if (ledgers == null) {
      throw new IllegalStateException("no pass is under way");
    }
    return ledgers;
  }

  /** Mean over the epoch's images of what was minimised in the last pass. */
  double loss() {
    return current().losses().mean();
  }

  /** What a trainer that weighs images saw in this epoch; null where they were not weighed. */
  @Nullable Observations observations() {
    if (walk == null) {
      throw new IllegalStateException("no pass is under way");
    }
    ImageWeights weights = current().weights().of(walk::order);
    return weights == null
        ? null
        : new Observations(
            weights,
            walkers.size() > 1 ? criticLoss : current().criticLosses().mean(),
            guards().minus(guardsBefore));
  }

  /** Wall time of this epoch's training, in whatever processes. */
  double seconds() {
    return secondsBefore + Duration.between(start, clock.instant()).toNanos() / 1e9;
  }

  /** Goes to the beginning of the next epoch. */
  void nextEpoch() {
    close();
    ledgers = null;
    epoch++;
    pass = 0;
    step = 0;
    secondsBefore = 0;
    criticLoss = Double.NaN;
    guardsBefore = guards();
  }

  private Guards guards() {
    Guards sum = Guards.NONE;
    for (Walker walker : walkers) {
      sum = sum.plus(walker.guards());
    }
    return sum;
  }

  @Override
  public void write(DataOutputStream out) throws IOException {
    out.writeInt(epoch);
    out.writeInt(pass);
    out.writeInt(step);
    out.writeDouble(steps() == 0 ? 0 : seconds());
    out.writeLong(guardsBefore.weightlessBatches());
    out.writeLong(guardsBefore.unnormalizedParameters());
    out.writeDouble(criticLoss);
    if (step > 0) {
      current().write(out);
    }
  }

  /**
   * Begins the pass that was under way, so that whatever an epoch's begin sets is set, and what is
   * read after this part, such as the positions of random streams, comes on top of it.
   */
  @Override
  public void read(DataInputStream in) throws IOException {
    epoch = in.readInt();
    pass = in.readInt();
    step = in.readInt();
    if (epoch < 1 || pass < 0 || pass >= walkers.size() || step < 0 || step > stepsOfPass) {
      throw new IOException("there is no epoch %d, pass %d, step %d".formatted(epoch, pass, step));
    }
    secondsBefore = in.readDouble();
    guardsBefore = new Guards(in.readLong(), in.readLong());
    criticLoss = in.readDouble();
    if (step > 0) {
      begin().skip(step);
      current().read(in);
    }
  }

  @Override
  public void close() {
    if (manager != null) {
      manager.close();
    }
    manager = null;
    walk = null;
  }
}
