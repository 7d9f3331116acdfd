package cbd.coordinator.http;

import cbd.domain.Build;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * The API's own description, as OpenAPI 3.1: what can be asked is written by hand in {@code
 * cbd/openapi.json}, what is answered follows from the records of {@link Views}.
 */
final class OpenApiRoute {
  private final ObjectNode document;

  /**
   * Reads and completes the document.
   *
   * @throws UncheckedIOException when it is not on the class path or is no JSON
   */
  OpenApiRoute(ObjectMapper json) {
    try (InputStream in =
        Objects.requireNonNull(OpenApiRoute.class.getResourceAsStream("/cbd/openapi.json"))) {
      document = (ObjectNode) json.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cbd/openapi.json cannot be read from the class path", e);
    }
    document.withObject("/info").put("version", Build.current().version());
    document.withObject("/components").set("schemas", json.valueToTree(AnswerSchemas.all()));
  }

  void install(RoutesConfig routes) {
    routes.get(ApiServer.BASE + "/openapi.json", ctx -> ctx.json(document));
  }
}
