package cbd.coordinator.http;

import io.javalin.http.HttpStatus;

/** A request that cannot be served, in the words its sender will read. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final String type;

  private ApiException(HttpStatus status, String type, String detail) {
    super(detail);
    this.status = status;
    this.type = type;
  }

  static ApiException badRequest(String detail) {
    return new ApiException(HttpStatus.BAD_REQUEST, "invalid-request", detail);
  }

  static ApiException notFound(String what, String id) {
    return new ApiException(
        HttpStatus.NOT_FOUND, "unknown-" + what, "There is no " + what + " '" + id + "'.");
  }

  static ApiException unknownAttempt(String detail) {
    return new ApiException(HttpStatus.NOT_FOUND, "unknown-attempt", detail);
  }

  static ApiException nothingYet(String detail) {
    return new ApiException(HttpStatus.NOT_FOUND, "nothing-yet", detail);
  }

  static ApiException noModel(String detail) {
    return new ApiException(HttpStatus.NOT_FOUND, "no-model", detail);
  }

  static ApiException gone(String what, String detail) {
    return new ApiException(HttpStatus.GONE, what + "-gone", detail);
  }

  static ApiException noRoom(String detail) {
    return new ApiException(HttpStatus.INSUFFICIENT_STORAGE, "no-room", detail);
  }

  static ApiException noSuchRange(String detail) {
    return new ApiException(HttpStatus.RANGE_NOT_SATISFIABLE, "no-such-range", detail);
  }

  /** Not a 503, which says that the coordinator itself is not to be had. */
  static ApiException workerUnreachable(String detail) {
    return new ApiException(HttpStatus.BAD_GATEWAY, "worker-unreachable", detail);
  }

  static ApiException forbidden(String detail) {
    return new ApiException(HttpStatus.FORBIDDEN, "foreign-request", detail);
  }

  static ApiException unauthenticated(String detail) {
    return new ApiException(HttpStatus.UNAUTHORIZED, "unauthenticated", detail);
  }

  static ApiException notAllowed(String detail) {
    return new ApiException(HttpStatus.FORBIDDEN, "role-too-small", detail);
  }

  static ApiException conflict(String detail) {
    return new ApiException(HttpStatus.CONFLICT, "taken", detail);
  }

  static ApiException tooMany(String detail) {
    return new ApiException(HttpStatus.TOO_MANY_REQUESTS, "too-many-requests", detail);
  }

  static ApiException wrongMediaType(String detail) {
    return new ApiException(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", detail);
  }

  static ApiException unavailable(String detail) {
    return new ApiException(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", detail);
  }

  HttpStatus status() {
    return status;
  }

  String type() {
    return type;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
