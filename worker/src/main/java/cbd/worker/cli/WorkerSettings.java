package cbd.worker.cli;

import cbd.training.stage.StageSettings;
import cbd.worker.actor.ClusterSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a worker was asked to be, checked.
 *
 * @param name empty: choose one
 * @param state directory for locks and logs
 * @param slots device of each slot
 * @param threads intra-op threads of each slot
 * @param data folder with data sets; empty: none
 * @param cache folder for decoded images; empty: in the data folder
 * @param metricsPort 0 for any
 * @param runnerHeap as in {@code -Xmx}
 * @param libtorch folder of the libtorch that the runners shall load; empty: cbd's own
 * @param keptModels how many networks' files stay on disk; 0: none is written
 * @param keepBackdoored whether CBD's backdoored models are written as well
 * @param stages where stages that trials share are kept
 * @param exitWithStdin whether to leave when stdin ends
 */
record WorkerSettings(
    ClusterSettings cluster,
    Optional<String> name,
    Path state,
    List<String> slots,
    int threads,
    String data,
    String cache,
    int metricsPort,
    String runnerHeap,
    String libtorch,
    int keptModels,
    boolean keepBackdoored,
    StageSettings stages,
    boolean exitWithStdin) {
  WorkerSettings {
    slots = List.copyOf(slots);
  }
}
