package cbd.coordinator.http;

import cbd.domain.Digest;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The web page: files of the class path's folder {@code web}, served as they are. It is a client of
 * the API like any other and needs nothing from outside.
 *
 * <p>Its policy lets a browser run scripts and styles of this server only, none that stand in a
 * document, and lets no other page frame it: a name in a sweep file stays a name.
 */
final class PageRoutes {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** Of a file's hash: enough to tell two versions of it apart. */
  private static final int TAG_DIGITS = 16;

  /** Nothing that could leave the folder. */
  private static final Pattern NAME = Pattern.compile("[a-z][a-z-]*(\\.[a-z]+)*\\.(js|css|svg)");

  private static final Map<String, String> TYPES =
      Map.of(
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  @SuppressWarnings("ArrayRecordComponent") // Never compared, and never handed on.
  private record Asset(byte[] bytes, String tag) {}

  private final Map<String, Asset> assets = new ConcurrentHashMap<>();

  void install(RoutesConfig routes) {
    routes.get("/", ctx -> send(ctx, "index.html", "text/html; charset=utf-8"));
    routes.get("/web/{file}", this::file);
  }

  private void file(Context ctx) {
    String name = ctx.pathParam("file");
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw ApiException.notFound("file", name);
    }
    send(ctx, name, String.valueOf(TYPES.get(matcher.group(2))));
  }

  private void send(Context ctx, String name, String type) {
    Asset asset = assets.get(name);
    if (asset == null) {
      // Only what is there is remembered: names that are asked for are without end.
      asset = read(name).orElseThrow(() -> ApiException.notFound("file", name));
      assets.put(name, asset);
    }
    ctx.header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("X-Frame-Options", "DENY")
        .header("Referrer-Policy", "no-referrer")
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .header("Cache-Control", "no-cache")
        .header("ETag", asset.tag());
    if (asset.tag().equals(ctx.header("If-None-Match"))) {
      ctx.status(304);
      return;
    }
    ctx.contentType(type).result(asset.bytes());
  }

  private static Optional<Asset> read(String name) {
    try (InputStream stream = PageRoutes.class.getResourceAsStream("/web/" + name)) {
      if (stream == null) {
        return Optional.empty();
      }
      byte[] bytes = stream.readAllBytes();
      return Optional.of(new Asset(bytes, '"' + digest(bytes) + '"'));
    } catch (IOException e) {
      throw new UncheckedIOException("the web page's file " + name + " cannot be read", e);
    }
  }

  private static String digest(byte[] bytes) {
    return Digest.hex(bytes).substring(0, TAG_DIGITS);
  }
}
