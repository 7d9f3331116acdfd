package cbd.coordinator.cli.bench;

import cbd.coordinator.http.ApiServer;

/**
 * What a client asks.
 *
 * @param route as the figures name it, such as {@code GET /sweeps/{sweep}}
 * @param path with its query
 * @param body a sweep file, or nothing
 */
record Question(String route, String method, String path, String body) {
  /** A question below the API's base that changes nothing. */
  static Question get(String route, String path) {
    return new Question("GET " + route, "GET", ApiServer.BASE + path, "");
  }

  /** Submits a sweep. */
  static Question submit(String yaml) {
    return new Question("POST /sweeps", "POST", ApiServer.BASE + "/sweeps", yaml);
  }
}
