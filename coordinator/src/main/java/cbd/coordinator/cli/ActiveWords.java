package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.http.Views;

/** Which coordinator is the active one, as a sentence. */
final class ActiveWords {
  private ActiveWords() {}

  static String of(CoordinatorClient client) {
    Views.Health health = client.health();
    if (health.term() == null) {
      return "No coordinator is active there at the moment: nothing is known of what runs.";
    }
    Object where = health.active() == null ? client.address() : health.active();
    return "Active coordinator: " + where + ", term " + health.term() + ".";
  }
}
