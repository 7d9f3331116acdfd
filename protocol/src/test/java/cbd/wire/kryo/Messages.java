package cbd.wire.kryo;

import akka.actor.typed.ActorRef;
import cbd.domain.Architecture;
import cbd.domain.Attack;
import cbd.domain.Augmentation;
import cbd.domain.CheckpointName;
import cbd.domain.Dataset;
import cbd.domain.Defense;
import cbd.domain.Diagnostics;
import cbd.domain.EpochMetrics;
import cbd.domain.Failure;
import cbd.domain.LabelMapping;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.domain.Provenance;
import cbd.domain.Scores;
import cbd.domain.SlotId;
import cbd.domain.Training;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import cbd.domain.WorkerDescription;
import cbd.domain.WorkerId;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.wire.Bytes;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.Wire;
import cbd.wire.WorkerProtocol;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** At least one message of every kind, every outcome included; the same every time. */
final class Messages {
  private static final WorkerId WORKER = new WorkerId("gpu-2");
  private static final LeaseId LEASE = new LeaseId(41);
  private static final CheckpointName CHECKPOINT =
      new CheckpointName("0123456789abcdef", 421, "lease-41-gpu-2");

  private Messages() {}

  static List<Wire> all(ActorRef<WorkerProtocol> ref) {
    return List.of(
        new CoordinatorProtocol.RegisterWorker(
            new WorkerDescription(
                WORKER, 1_764_000_000_123L, "host-ä", "0.1.0", List.of("cpu", "gpu:0")),
            List.of(LEASE, new LeaseId(42)),
            1, // Whatever the version, it can be read.
            ref),
        new CoordinatorProtocol.Progressed(
            LEASE, new Progress(Phase.FINAL, 3, 12, 100, 157, 0.375)),
        new CoordinatorProtocol.EpochDone(LEASE, 7, epoch(), ref),
        new CoordinatorProtocol.AttemptFinished(
            LEASE,
            8,
            new TrialOutcome.Succeeded(new TrialResult(scores(), 61.5, provenance())),
            ref),
        new CoordinatorProtocol.AttemptFinished(
            LEASE,
            8,
            new TrialOutcome.Failed(Failure.DIVERGED, "The loss is \"NaN\".", "line 1\nline 2"),
            ref),
        new CoordinatorProtocol.AttemptFinished(LEASE, 9, new TrialOutcome.Stopped(), ref),
        new CoordinatorProtocol.WorkerLeaving(WORKER, 1_764_000_000_123L),
        new WorkerProtocol.Registered(5, Duration.ofMillis(5_250), List.of(LEASE)),
        new WorkerProtocol.RegistrationRefused("This coordinator speaks version 2."),
        new WorkerProtocol.RegistrationNeeded(),
        new WorkerProtocol.StartAttempt(lease(), spec()),
        new WorkerProtocol.StopAttempt(LEASE, "cancelled by a person"),
        new WorkerProtocol.Acknowledged(LEASE, 8),
        new CoordinatorProtocol.CheckpointChunk(
            LEASE, CHECKPOINT, 1_000_003, 1 << 17, Bytes.of(new byte[] {1, -1, 0, 127}), ref),
        new CoordinatorProtocol.CheckpointWanted(
            LEASE, List.of(CHECKPOINT), CheckpointName.NONE, 5, ref),
        new WorkerProtocol.CheckpointTaken(
            LEASE, CHECKPOINT, WorkerProtocol.CheckpointTaken.NOT_WANTED),
        new WorkerProtocol.CheckpointPiece(LEASE, CHECKPOINT, 9, 5, Bytes.of(new byte[4])),
        new CoordinatorProtocol.Condition(WORKER, 1_764_000_000_123L, "its disk is full", ref),
        new CoordinatorProtocol.StillRunning(LEASE),
        new WorkerProtocol.HandBack(LEASE, "the sweep is paused"),
        new WorkerProtocol.Depart("drained"),
        new CoordinatorProtocol.AttemptFinished(
            LEASE, 9, new TrialOutcome.Stopped("worker gpu-2 is told to go"), ref),
        new CoordinatorProtocol.LogPiece(LEASE, 17, 1_000_003, 65_536, Bytes.of(new byte[] {65})),
        new CoordinatorProtocol.LogTail(LEASE, 70_000, Bytes.of(new byte[] {66, 10}), ref),
        new CoordinatorProtocol.PictureTold(
            LEASE, "ab".repeat(32), 6, 12, Bytes.of(new byte[] {-119, 80}), ref),
        new WorkerProtocol.LogWanted(LEASE, 17, -65_536, 1 << 17),
        new WorkerProtocol.LogKept(LEASE),
        new WorkerProtocol.PictureTaken(LEASE, "ab".repeat(32), true),
        new CoordinatorProtocol.ClockRead(WORKER, Instant.ofEpochSecond(1_764_000_090, 5)),
        new CoordinatorProtocol.SlotMemory(WORKER, 1_764_000_000_123L, List.of(6_442_450_944L, 0L)),
        new WorkerProtocol.ModelWanted(
            new TrialId("0123456789abcdef0123456789abcdef"),
            LEASE,
            Phase.BACKDOORED,
            18,
            5_000_000_000L,
            1 << 17),
        new CoordinatorProtocol.ModelPiece(
            LEASE, 18, 5_000_000_003L, 5_000_000_000L, Bytes.of(new byte[] {1, 2, 3})),
        new CoordinatorProtocol.LogEnd(
            LEASE, lease().trial(), 70_000, Bytes.of(new byte[] {66, 10}), ref));
  }

  static EpochMetrics epoch() {
    return new EpochMetrics(
        Phase.BACKDOORED, 4, 1.75, scores(), 12.5, 10_000, new Diagnostics.None());
  }

  private static Scores scores() {
    return new Scores(0.64, 0.99, 0.01, Double.NaN);
  }

  private static Provenance provenance() {
    return new Provenance(
        "5407ca9", true, "0.1.0", "PyTorch 2.7.1", "17.0.15", "host-ä", "cpu", 2, "ab", "cd");
  }

  private static Lease lease() {
    return new Lease(
        LEASE,
        new TrialId("0123456789abcdef0123456789abcdef"),
        2,
        new SlotId(WORKER, 1),
        Instant.ofEpochSecond(1_764_000_090, 5));
  }

  static TrialSpec spec() {
    return new TrialSpec(
        Dataset.CIFAR10,
        10_000,
        0,
        Architecture.WRN_16_1,
        new Attack.Blend(0.1, new LabelMapping.AllToOne(3), 0.25, 7),
        RecordReader.read(Defense.Cbd.class, JsonText.parse("{\"t1\": 4}")),
        new Training(
            12, 128, 0.1, List.of(5, 9), 0.1, 0.9, 1e-4, new Augmentation.Standard(4, true, 2)),
        1);
  }
}
