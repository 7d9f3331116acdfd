package cbd.coordinator.cli.bench;

/**
 * A load.
 *
 * @param clients that ask, each from an address of its own
 * @param every seconds from one question of a client to its next; 0: as soon as it is answered
 * @param listeners that hold a stream of events besides, as an open page does
 * @param fleet the workers
 * @param warmUpSeconds before anything is measured, until the compiler has seen all of the code
 * @param windows measured one after the other
 * @param windowSeconds length of each
 */
public record LoadShape(
    int clients,
    double every,
    int listeners,
    Fleet fleet,
    int warmUpSeconds,
    int windows,
    int windowSeconds) {
  /** Trials of each sweep that is there before. */
  static final int SWEEP = 500;

  /** Sweeps that keep all slots busy until the end, with some to spare. */
  int sweeps() {
    double trial = fleet.epochs() * fleet.epochSeconds();
    double rounds = 2 + (warmUpSeconds + windows * windowSeconds) / trial;
    return Math.max(4, (int) Math.ceil(rounds * fleet.allSlots() / SWEEP));
  }
}
