package cbd.training.fetch;

import cbd.disk.DurableFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Downloads one file with a known checksum: goes on where an earlier attempt stopped, verifies, and
 * only then gives the file its name. Not thread-safe; callers of several processes exclude each
 * other.
 *
 * @param from http or https
 * @param md5 of the whole file, 32 lower-case hexadecimal digits
 */
record Download(HttpClient client, URI from, String md5) {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]+)-[0-9]+/.*");
  private static final int ATTEMPTS_WITHOUT_PROGRESS = 3;

  /**
   * Brings the file.
   *
   * @param target its path; {@code target.part} holds what has arrived and is kept on failure
   * @throws DownloadException when the server cannot be reached, refuses, stays cut off, or sends
   *     something else
   */
  void to(Path target, ByteListener listener) throws DownloadException {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      boolean resumed = Files.exists(part) && Files.size(part) > 0;
      fetch(part, listener);
      String found = md5Of(part);
      if (!found.equals(md5) && resumed) {
        // The old beginning may be what is wrong: one try from scratch.
        Files.delete(part);
        fetch(part, listener);
        found = md5Of(part);
      }
      if (!found.equals(md5)) {
        Files.delete(part);
        throw new DownloadException(
            String.format(
                "%s sent a file with MD5 %s where %s is expected. It was deleted; try again, or"
                    + " from another network",
                from, found, md5));
      }
      DurableFile.publish(part, target);
    } catch (IOException e) {
      throw new DownloadException("cannot write " + part + ": " + e, e);
    }
  }

  /** Repeats until a response arrives whole, as long as each attempt brings something. */
  private void fetch(Path part, ByteListener listener) throws DownloadException, IOException {
    int futile = 0;
    while (true) {
      long before = Files.exists(part) ? Files.size(part) : 0;
      try {
        if (fetchOnce(part, before, listener)) {
          return;
        }
      } catch (IOException e) {
        long after = Files.exists(part) ? Files.size(part) : 0;
        futile = after > before ? 0 : futile + 1;
        if (futile == ATTEMPTS_WITHOUT_PROGRESS) {
          throw new DownloadException(
              String.format(
                  "%s cannot be downloaded (%s). %d bytes are kept in %s; run the command again to"
                      + " go on from there",
                  from, e, after, part),
              e);
        }
      }
    }
  }

  /**
   * @return whether the response arrived whole; false to ask again from the start
   */
  private boolean fetchOnce(Path part, long have, ByteListener listener)
      throws DownloadException, IOException {
    HttpResponse<InputStream> response = ask(have);
    try (InputStream body = response.body()) {
      switch (response.statusCode()) {
        case 200 -> append(part, 0, body, length(response, 0), listener);
        case 206 -> {
          if (startOf(response) != have) {
            Files.delete(part);
            return false;
          }
          append(part, have, body, length(response, have), listener);
        }
        case 416 -> {
          // Nothing is left to send, or the part is no beginning of this file: the checksum tells.
          if (have == 0) {
            throw new DownloadException(from + " answered 416 to a request without a range");
          }
          if (!md5Of(part).equals(md5)) {
            Files.delete(part);
            return false;
          }
        }
        default ->
            throw new DownloadException(
                from + " answered with HTTP status " + response.statusCode() + "; try again later");
      }
    }
    return true;
  }

  private HttpResponse<InputStream> ask(long have) throws IOException, DownloadException {
    HttpRequest.Builder request = HttpRequest.newBuilder(from).timeout(ANSWER_LIMIT);
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    try {
      return client.send(request.build(), BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DownloadException("the download was interrupted", e);
    }
  }

  private static void append(
      Path part, long have, InputStream body, OptionalLong total, ByteListener listener)
      throws IOException {
    StandardOpenOption how =
        have == 0 ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND;
    long done = have;
    byte[] chunk = new byte[1 << 16];
    try (OutputStream out =
        Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
      for (int n = body.read(chunk); n >= 0; n = body.read(chunk)) {
        out.write(chunk, 0, n);
        done += n;
        listener.onBytes(done, total);
      }
    }
    if (total.isPresent() && done < total.getAsLong()) {
      throw new IOException("cut off after " + done + " of " + total.getAsLong() + " bytes");
    }
  }

  private static OptionalLong length(HttpResponse<?> response, long have) {
    OptionalLong rest = response.headers().firstValueAsLong("Content-Length");
    return rest.isPresent() ? OptionalLong.of(have + rest.getAsLong()) : rest;
  }

  private static long startOf(HttpResponse<?> response) {
    Function<String, Long> start =
        text -> {
          Matcher range = CONTENT_RANGE.matcher(text);
          return range.matches() ? Long.parseLong(range.group(1)) : -1;
        };
    return response.headers().firstValue("Content-Range").map(start).orElse(-1L);
  }

  private static String md5Of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      byte[] chunk = new byte[1 << 16];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        digest.update(chunk, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
