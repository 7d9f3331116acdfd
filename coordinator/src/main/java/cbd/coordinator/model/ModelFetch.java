package cbd.coordinator.model;

import cbd.coordinator.actor.PieceAnswer;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one network from its worker into the depot, one piece at a time, so that it holds an
 * eighth of a megabyte in memory however large the file is. A worker's word is not trusted: neither
 * on the size nor on what the file is. Its progress may be read from other threads.
 */
final class ModelFetch {
  private static final Logger log = LoggerFactory.getLogger(ModelFetch.class);

  /**
   * Bytes; the largest network of cbd has a tenth of it. No worker clears a depot with a number.
   */
  private static final long MOST = 1L << 30;

  /** How often a piece is asked for before the worker counts as unreachable. */
  private static final int TRIES = 3;

  private final ModelSource.Place place;
  private final ModelSource source;
  private final ModelDepot depot;
  private final int pieceBytes;
  private volatile long have;
  private volatile long size;

  /**
   * @param pieceBytes of each piece but the last
   */
  ModelFetch(ModelSource.Place place, ModelSource source, ModelDepot depot, int pieceBytes) {
    this.place = place;
    this.source = source;
    this.depot = depot;
    this.pieceBytes = pieceBytes;
  }

  /** How far it is, as a sentence. */
  String progress() {
    return size == 0
        ? "It is being fetched from worker " + place.worker() + "."
        : "It is being fetched from worker "
            + place.worker()
            + ": "
            + have
            + " of "
            + size
            + " bytes are here.";
  }

  /** Does it; blocks for as long as it takes. */
  ModelAnswer run() {
    PieceAnswer first = read(0);
    if (!(first instanceof PieceAnswer.Piece piece)) {
      return ended(first);
    }
    if (piece.size() > MOST) {
      return new ModelAnswer.Gone(
          "Worker "
              + place.worker()
              + " says that it has "
              + piece.size()
              + " bytes, which no network of cbd has.");
    }
    if (piece.size() > depot.budgetBytes()) {
      return new ModelAnswer.NoRoom(
          "It has "
              + piece.size()
              + " bytes, and the coordinator keeps "
              + depot.budgetBytes()
              + " bytes of models in all (--model-gigabytes).");
    }
    try (ModelDepot.Arrival arrival = depot.begin(place.name(), piece.size())) {
      return take(arrival, piece);
    } catch (ModelDepot.DamagedException e) {
      log.warn(
          "A worker's model is not the one that its trial's result names: worker={} lease={}"
              + " model={} reason={}",
          place.worker(),
          place.lease(),
          place.name(),
          e.getMessage());
      return new ModelAnswer.Gone(
          "The file of worker " + place.worker() + " is damaged: " + e.getMessage() + ".");
    } catch (IOException e) {
      log.warn("A model cannot be kept: model={} reason={}", place.name(), e.toString());
      return new ModelAnswer.NoRoom("The coordinator cannot keep it: " + e.getMessage() + ".");
    }
  }

  private ModelAnswer take(ModelDepot.Arrival arrival, PieceAnswer.Piece first) throws IOException {
    size = first.size();
    append(arrival, first);
    while (arrival.next() < arrival.size()) {
      have = arrival.next();
      PieceAnswer answer = read(arrival.next());
      if (!(answer instanceof PieceAnswer.Piece piece)) {
        return ended(answer);
      }
      append(arrival, piece);
    }
    ModelAnswer here = new ModelAnswer.Here(place.name(), arrival.publish());
    log.info(
        "Model fetched: trial={} network={} worker={} bytes={}",
        place.name().trial().brief(),
        place.name().network(),
        place.worker(),
        arrival.size());
    return here;
  }

  /** Pieces are as large as they can be, so that nobody spins a file out byte by byte. */
  private void append(ModelDepot.Arrival arrival, PieceAnswer.Piece piece) throws IOException {
    long due = Math.min(pieceBytes, arrival.size() - arrival.next());
    if (piece.size() != arrival.size() || piece.bytes().length < due) {
      throw new ModelDepot.DamagedException("it changed while it was read");
    }
    arrival.append(piece.bytes());
  }

  private PieceAnswer read(long offset) {
    PieceAnswer answer = source.read(place, offset, pieceBytes);
    for (int tries = 1; tries < TRIES && answer instanceof PieceAnswer.Unreachable; tries++) {
      answer = source.read(place, offset, pieceBytes);
    }
    return answer;
  }

  private ModelAnswer ended(PieceAnswer answer) {
    return answer instanceof PieceAnswer.Unreachable unreachable
        ? new ModelAnswer.Unreachable(
            "It lies with worker " + place.worker() + ", and " + lowered(unreachable.why()))
        : new ModelAnswer.Gone(
            "Worker "
                + place.worker()
                + " has it no more: it made room for newer ones (--keep-models), or its folder was"
                + " cleared.");
  }

  /** A sentence behind a comma; a worker's name stays as it is. */
  private static String lowered(String sentence) {
    return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }
}
