package cbd.worker.runner;

import java.util.concurrent.CompletableFuture;

/**
 * How a slot leaves: it begins nothing more, then nothing runs, then the coordinator has all of its
 * reports. Its slot guards it.
 */
final class Parting {
  private final CompletableFuture<Void> left = new CompletableFuture<>();
  private final CompletableFuture<Void> delivered = new CompletableFuture<>();
  private boolean begun;

  void begin() {
    begun = true;
  }

  boolean hasBegun() {
    return begun;
  }

  /** Completes when nothing runs any more. */
  CompletableFuture<Void> left() {
    return left;
  }

  /** Completes when nothing is left to be told either. */
  CompletableFuture<Void> delivered() {
    return delivered;
  }

  /** Something has ended, or was told. */
  void notice(boolean runs, boolean owesReports) {
    if (begun && !runs) {
      left.complete(null);
      if (!owesReports) {
        delivered.complete(null);
      }
    }
  }
}
