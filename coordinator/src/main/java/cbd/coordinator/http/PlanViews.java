package cbd.coordinator.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shapes of the API's answer about what a sweep would take; as {@link Views}. */
public final class PlanViews {
  private PlanViews() {}

  /**
   * What a sweep would take; nothing of it was started.
   *
   * @param cells combinations of axis values
   * @param trials of them that differ
   * @param mostTrials trials when every cell gets all the repeats that it may; null when none do
   * @param known trials that an earlier sweep brought, by state; null when nobody was asked
   * @param left trials to train: neither finished nor failed nor cancelled nor stopped early
   * @param sizesAssumed whether a data set's images are counted only where they lie
   * @param stopping by which rule trials would be stopped early, so that work, device time and end
   *     are the most it can take; null when none would
   * @param resources what each of its trials takes of a worker; null when any slot will do
   * @param misfit why none of its trials would be granted as things are, such as {@code no slot has
   *     6 GiB; the largest has 4 GiB (worker w1, gpu:0)}; null when there are slots for them, and
   *     without an active coordinator
   * @param slots that would work on it; null, as is {@code eta}, without an active coordinator
   */
  public record PlanView(
      String sweep,
      int cells,
      int trials,
      @Nullable Integer mostTrials,
      @Nullable Map<String, Integer> known,
      int left,
      SharedView shared,
      WorkView work,
      DiskView disk,
      boolean sizesAssumed,
      Views.@Nullable StoppingView stopping,
      Views.@Nullable ResourcesView resources,
      @Nullable String misfit,
      @Nullable Integer slots,
      Views.@Nullable Eta eta) {}

  /**
   * Stages that trials share; each is built once on a machine.
   *
   * @param sharers trials that need a backdoored model
   */
  public record SharedView(int generators, int poisonedSets, int backdooredModels, int sharers) {}

  /**
   * Work of the trials that are left, what they share counted once.
   *
   * @param forwardPasses of an image through the trial's network; a training step counts as three
   * @param imagesPerSecond assumed of each slot: plain training of wrn-16-1 on 32×32 images
   * @param source of that figure: observed, given or orientation
   * @param deviceHours of one slot alone, with a range by the spread of what was observed
   */
  public record WorkView(
      double forwardPasses,
      double multiplyAdds,
      double imagesPerSecond,
      String source,
      double deviceHours,
      double lowDeviceHours,
      double highDeviceHours) {}

  /**
   * Estimated bytes; checkpoints are not among them.
   *
   * @param storeBytes of the coordinator's store
   * @param stageBytes of shared stages on each worker
   * @param modelBytes of the networks that a worker keeps which trains all that is left, the newest
   *     200; 0 from a coordinator that does not tell
   */
  public record DiskView(double storeBytes, double stageBytes, double modelBytes) {}
}
