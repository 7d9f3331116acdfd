package cbd.training.trial;

import cbd.training.checkpoint.Savable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Wall time of a trial, the time in other processes up to a checkpoint included. */
final class Elapsed implements Savable {
  private final InstantSource clock;
  private final Instant start;
  private double secondsBefore;

  /**
   * @param start when this process began with the trial
   */
  Elapsed(InstantSource clock, Instant start) {
    this.clock = clock;
    this.start = start;
  }

  double seconds() {
    return secondsBefore + Duration.between(start, clock.instant()).toNanos() / 1e9;
  }

  @Override
  public void write(DataOutputStream out) throws IOException {
    out.writeDouble(seconds());
  }

  @Override
  public void read(DataInputStream in) throws IOException {
    secondsBefore = in.readDouble();
  }
}
