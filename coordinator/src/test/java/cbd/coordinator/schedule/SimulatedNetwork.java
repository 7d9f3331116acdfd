package cbd.coordinator.schedule;

/** Delivers late, out of order, twice, or not at all. */
final class SimulatedNetwork {
  private final SimulatedTime time;
  private final SimulatedChance chance;

  SimulatedNetwork(SimulatedTime time, SimulatedChance chance) {
    this.time = time;
    this.chance = chance;
  }

  void send(Runnable delivery) {
    if (chance.one(100)) {
      return;
    }
    deliver(delivery);
    if (chance.one(50)) {
      deliver(delivery);
    }
  }

  private void deliver(Runnable delivery) {
    boolean late = chance.one(200);
    time.after(late ? chance.seconds(1, 120) : chance.between(1, 20), delivery);
  }
}
