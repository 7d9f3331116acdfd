package cbd.coordinator.cli.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;

/**
 * One connection of HTTP/1.1 that is kept, from an address of the caller's choice: to a coordinator
 * each client is a machine of its own. Answers are read to their end and thrown away. Not
 * thread-safe.
 */
final class HttpLine implements Closeable {
  private static final int BUFFER = 1 << 16;
  private static final int CONNECT_MILLIS = 10_000;

  /** Longer than a coordinator waits before it says that it cannot answer. */
  private static final int READ_MILLIS = 60_000;

  private final URI address;
  private final Socket socket;
  private final InputStream in;

  /**
   * An answer.
   *
   * @param bytes of its body
   */
  record Answer(int status, long bytes) {}

  private HttpLine(URI address, Socket socket) throws IOException {
    this.address = address;
    this.socket = socket;
    in = new BufferedInputStream(socket.getInputStream(), BUFFER);
  }

  /**
   * Connects.
   *
   * @param from an address of this machine
   */
  static HttpLine open(URI address, InetAddress from) throws IOException {
    Socket socket = new Socket();
    try {
      socket.bind(new InetSocketAddress(from, 0));
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(READ_MILLIS);
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), CONNECT_MILLIS);
      return new HttpLine(address, socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Asks and reads the answer to its end. */
  Answer ask(Question question) throws IOException {
    send(question, "application/json");
    Head head = head();
    long bytes = head.chunked() ? chunks() : whole(head.length());
    return new Answer(head.status(), bytes);
  }

  /**
   * Asks for a stream of events.
   *
   * @return what comes, without the marks of its pieces
   * @throws IOException when it is refused
   */
  InputStream listen(Question question) throws IOException {
    send(question, "text/event-stream");
    Head head = head();
    if (head.status() != 200) {
      throw new IOException("status " + head.status());
    }
    return head.chunked() ? new Pieces() : in;
  }

  private void send(Question question, String accepted) throws IOException {
    byte[] body = question.body().getBytes(UTF_8);
    String head =
        question.method()
            + " "
            + question.path()
            + " HTTP/1.1\r\nHost: "
            + address.getAuthority()
            + "\r\nAccept: "
            + accepted
            + (body.length == 0 ? "" : "\r\nContent-Type: application/yaml")
            + "\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.getBytes(ISO_8859_1));
    request.writeBytes(body);
    request.writeTo(socket.getOutputStream());
  }

  private record Head(int status, long length, boolean chunked) {}

  private Head head() throws IOException {
    String first = line();
    if (!first.startsWith("HTTP/1.1 ") || first.length() < 12) {
      throw new IOException("no answer of HTTP/1.1: " + first);
    }
    long length = 0;
    boolean chunked = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring("content-length:".length()).strip());
      }
      chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
    }
    return new Head(Integer.parseInt(first.substring(9, 12)), length, chunked);
  }

  private long whole(long length) throws IOException {
    in.skipNBytes(length);
    return length;
  }

  private long chunks() throws IOException {
    long bytes = 0;
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      in.skipNBytes(size);
      line();
      bytes += size;
    }
    line();
    return bytes;
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().replaceFirst(";.*", "").strip(), 16);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the coordinator hung up");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** The chunks of an endless answer. */
  private final class Pieces extends InputStream {
    private int left;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      if (left == 0) {
        left = chunkSize();
        if (left == 0) {
          return -1;
        }
      }
      int n = in.read(to, offset, Math.min(length, left));
      if (n < 0) {
        return -1;
      }
      left -= n;
      if (left == 0) {
        line();
      }
      return n;
    }
  }
}
