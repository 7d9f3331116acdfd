package cbd.coordinator.model;

import cbd.coordinator.actor.FrontDesk;
import cbd.coordinator.actor.PieceAnswer;
import cbd.domain.LeaseId;
import cbd.domain.WorkerId;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Reads models piece by piece where they lie. Blocks; thread-safe. */
@FunctionalInterface
interface ModelSource {

  /**
   * Which file is meant.
   *
   * @param worker that has it
   * @param lease of the attempt that trained it
   */
  record Place(ModelName name, WorkerId worker, LeaseId lease) {}

  /**
   * A piece from an offset on.
   *
   * @param most bytes
   */
  PieceAnswer read(Place place, long offset, int most);

  /** Asks workers through the coordinator, when it is active here. */
  static ModelSource of(FrontDesk desk) {
    return (place, offset, most) -> {
      ModelName name = place.name();
      try {
        return desk.model(place.worker(), name.trial(), place.lease(), name.network(), offset, most)
            .toCompletableFuture()
            .join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof TimeoutException) {
          return new PieceAnswer.Unreachable("Worker " + place.worker() + " does not answer now.");
        }
        if (e.getCause() instanceof FrontDesk.ClosedException) {
          return new PieceAnswer.Unreachable(
              "No coordinator is active now that could ask the worker.");
        }
        throw e;
      }
    };
  }
}
