package cbd.worker.bench;

import cbd.text.JsonText;
import cbd.text.RecordWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What a simulated worker has done and how long it was kept waiting. Thread-safe. */
public final class Tally {
  private final long began = System.nanoTime();
  private final AtomicLong finished = new AtomicLong();
  private final AtomicLong epochs = new AtomicLong();
  private final AtomicLong resent = new AtomicLong();
  private final AtomicLong firstStart = new AtomicLong(Long.MIN_VALUE);
  private final AtomicLong lastEnd = new AtomicLong(Long.MIN_VALUE);
  private final Latencies dispatch = new Latencies();
  private final Latencies acknowledged = new Latencies();

  /**
   * Everything since the process began.
   *
   * @param seconds since then
   * @param finished trials whose results were acknowledged
   * @param epochs measurements that were acknowledged
   * @param resent reports that were sent again for want of an answer
   * @param span seconds from the first order to start to the last acknowledged result
   * @param dispatch from a slot's result to its next order to start: there, the commit, and back
   * @param acknowledged from a measurement to its acknowledgement
   */
  private record Line(
      double seconds,
      long finished,
      long epochs,
      long resent,
      double span,
      List<Latencies.Step> dispatch,
      List<Latencies.Step> acknowledged) {}

  void started(long now) {
    firstStart.compareAndSet(Long.MIN_VALUE, now);
  }

  void dispatched(long nanos) {
    dispatch.note(nanos);
  }

  void epoch(long nanos) {
    epochs.incrementAndGet();
    acknowledged.note(nanos);
  }

  void finished(long now) {
    finished.incrementAndGet();
    lastEnd.set(now);
  }

  void resent() {
    resent.incrementAndGet();
  }

  /** All of it as one line of JSON; counts only ever rise, so two lines tell what lies between. */
  public String line() {
    boolean ended = lastEnd.get() != Long.MIN_VALUE;
    return JsonText.write(
        RecordWriter.tree(
            new Line(
                (System.nanoTime() - began) / 1e9,
                finished.get(),
                epochs.get(),
                resent.get(),
                ended ? (lastEnd.get() - firstStart.get()) / 1e9 : 0,
                dispatch.steps(),
                acknowledged.steps())));
  }
}
