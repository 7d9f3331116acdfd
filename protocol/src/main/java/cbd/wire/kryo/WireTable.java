package cbd.wire.kryo;

import cbd.domain.CheckpointName;
import cbd.domain.EpochMetrics;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.domain.SlotId;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialSpec;
import cbd.domain.WorkerDescription;
import cbd.domain.WorkerId;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.Wire;
import cbd.wire.WorkerProtocol;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything that crosses the wire, one line each. Within a {@linkplain Wire#PROTOCOL_VERSION
 * version of the protocol} lines are appended, never changed, moved or removed: a message that must
 * change gets a new record with a new manifest, and its reader stays. A new version may change and
 * remove lines, as its processes refuse those of another; but those by which they do stay in all
 * versions: {@link CoordinatorProtocol.RegisterWorker}, {@link WorkerProtocol.RegistrationRefused},
 * and the parts of these. A manifest never comes back with another meaning.
 *
 * <p>The manifest names the message <em>and its version</em>; no class name is ever sent. The ids
 * are Kryo's; those below 20 are its own.
 */
final class WireTable {
  private WireTable() {}

  /**
   * A message.
   *
   * @param manifest what stands on the wire: letters for the message, digits for its version
   * @param type the record
   * @param id in Kryo's registry
   */
  record Line(String manifest, Class<? extends Wire> type, int id) {}

  /**
   * What messages are made of.
   *
   * @param form how it is written
   */
  record Part(Class<?> type, int id, Form form) {}

  /** How a part is written. */
  enum Form {
    /** Component after component, in the record's order. Must never change its components. */
    RECORD,
    /** Its constant's name. */
    ENUM,
    /**
     * Its canonical JSON text: for values that live long and grow. A reader that does not know a
     * setting yet accepts the value as long as the setting has its default.
     */
    TEXT
  }

  /** Messages. */
  static final List<Line> LINES =
      List.of(
          new Line("rw1", CoordinatorProtocol.RegisterWorker.class, 100),
          new Line("pr1", CoordinatorProtocol.Progressed.class, 102),
          new Line("ed1", CoordinatorProtocol.EpochDone.class, 103),
          new Line("af1", CoordinatorProtocol.AttemptFinished.class, 104),
          new Line("wl1", CoordinatorProtocol.WorkerLeaving.class, 105),
          new Line("rg1", WorkerProtocol.Registered.class, 106),
          new Line("rr1", WorkerProtocol.RegistrationRefused.class, 107),
          new Line("rn1", WorkerProtocol.RegistrationNeeded.class, 108),
          new Line("sa1", WorkerProtocol.StartAttempt.class, 109),
          new Line("st1", WorkerProtocol.StopAttempt.class, 110),
          new Line("ak1", WorkerProtocol.Acknowledged.class, 111),
          new Line("cc1", CoordinatorProtocol.CheckpointChunk.class, 130),
          new Line("cw2", CoordinatorProtocol.CheckpointWanted.class, 131),
          new Line("ct1", WorkerProtocol.CheckpointTaken.class, 132),
          new Line("cp1", WorkerProtocol.CheckpointPiece.class, 133),
          new Line("co1", CoordinatorProtocol.Condition.class, 150),
          new Line("sr1", CoordinatorProtocol.StillRunning.class, 151),
          new Line("hb1", WorkerProtocol.HandBack.class, 152),
          new Line("dp1", WorkerProtocol.Depart.class, 153),
          new Line("lp1", CoordinatorProtocol.LogPiece.class, 164),
          new Line("lt1", CoordinatorProtocol.LogTail.class, 165),
          new Line("pt1", CoordinatorProtocol.PictureTold.class, 166),
          new Line("lw1", WorkerProtocol.LogWanted.class, 167),
          new Line("lk1", WorkerProtocol.LogKept.class, 168),
          new Line("pk1", WorkerProtocol.PictureTaken.class, 169),
          new Line("cl1", CoordinatorProtocol.ClockRead.class, 184),
          new Line("sm1", CoordinatorProtocol.SlotMemory.class, 185),
          new Line("mw1", WorkerProtocol.ModelWanted.class, 195),
          new Line("mp1", CoordinatorProtocol.ModelPiece.class, 196),
          new Line("le1", CoordinatorProtocol.LogEnd.class, 205));

  /**
   * Parts. {@code String}, {@code Instant}, {@code Duration}, {@code ActorRef} and {@code Bytes}
   * have 20 to 29.
   */
  static final List<Part> PARTS =
      List.of(
          new Part(LeaseId.class, 30, Form.RECORD),
          new Part(WorkerId.class, 31, Form.RECORD),
          new Part(TrialId.class, 32, Form.RECORD),
          new Part(SlotId.class, 33, Form.RECORD),
          new Part(Lease.class, 34, Form.RECORD),
          new Part(WorkerDescription.class, 35, Form.RECORD),
          new Part(Phase.class, 36, Form.ENUM),
          new Part(Progress.class, 37, Form.RECORD),
          new Part(EpochMetrics.class, 38, Form.TEXT),
          new Part(TrialSpec.class, 39, Form.TEXT),
          new Part(TrialOutcome.class, 40, Form.TEXT),
          new Part(CheckpointName.class, 41, Form.RECORD));

  private static final Map<String, Line> BY_MANIFEST =
      LINES.stream().collect(Collectors.toUnmodifiableMap(Line::manifest, Function.identity()));

  private static final Map<Class<?>, Line> BY_TYPE =
      LINES.stream().collect(Collectors.toUnmodifiableMap(Line::type, Function.identity()));

  /**
   * The line of a message.
   *
   * @throws IllegalArgumentException when it has none
   */
  static Line of(Object message) {
    Line line = BY_TYPE.get(message.getClass());
    if (line == null) {
      throw new IllegalArgumentException(
          message.getClass().getName() + " has no line in the wire table; it cannot be sent.");
    }
    return line;
  }

  /**
   * The line of a manifest.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Line of(String manifest) {
    Line line = BY_MANIFEST.get(manifest);
    if (line == null) {
      throw new IllegalArgumentException(
          "no message of this version of cbd has the manifest '"
              + (manifest.length() > 20 ? manifest.substring(0, 20) + "…" : manifest)
              + "'; the sender is newer, and the message is dropped.");
    }
    return line;
  }
}
