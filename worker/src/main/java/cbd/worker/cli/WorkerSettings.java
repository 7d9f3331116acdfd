package cbd.worker.cli;

import cbd.training.checkpoint.CheckpointSettings;
import cbd.training.stage.StageSettings;
import cbd.worker.actor.ClusterSettings;
import java.nio.file.Path;
import java.time.Duration;
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
 * @param checkpoints where trainings are kept, so that another process can go on
 * @param sendCheckpoints how often the newest is sent to the coordinator; zero: never
 * @param betweenProgress at least between two words of a trial's progress to the coordinator; zero:
 *     as often as there are any
 * @param minFree bytes that must be free in each folder it writes to; with less it takes no work
 * @param tls folder of this member's certificates; empty: plain text
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
    CheckpointSettings checkpoints,
    Duration sendCheckpoints,
    Duration betweenProgress,
    long minFree,
    Optional<Path> tls,
    boolean exitWithStdin) {
  WorkerSettings {
    slots = List.copyOf(slots);
  }
}
