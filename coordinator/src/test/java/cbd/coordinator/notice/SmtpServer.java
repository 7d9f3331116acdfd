package cbd.coordinator.notice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A small mail server that writes down every line it hears, and whether it was encrypted. It offers
 * to take a password at once, as careless servers do.
 */
final class SmtpServer implements AutoCloseable {
  /** A line, as it came over the wire. */
  record Line(boolean encrypted, String text) {}

  private final ServerSocket socket;
  private final @Nullable SSLContext encryption;
  private final boolean answersStartTls;
  final List<Line> heard = Collections.synchronizedList(new ArrayList<>());

  /**
   * @param encryption null: STARTTLS is not offered
   * @param answersStartTls whether it keeps what it offers
   */
  SmtpServer(@Nullable SSLContext encryption, boolean answersStartTls) throws IOException {
    this.encryption = encryption;
    this.answersStartTls = answersStartTls;
    socket = new ServerSocket(0); // On all addresses: its certificate is not of all of them.
    Thread thread = new Thread(this::serve, "smtp");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        talk(client, false, "220 here");
      } catch (IOException e) {
        // The client went, or did not believe us: the next one.
      }
    }
  }

  /** Until the client goes; encrypted, there is no greeting. */
  private void talk(Socket client, boolean encrypted, String greeting) throws IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
    OutputStream out = client.getOutputStream();
    say(out, greeting);
    boolean text = false;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      heard.add(new Line(encrypted, line));
      String word = line.toUpperCase(Locale.ROOT);
      if (text) {
        text = !line.equals(".");
        say(out, text ? "" : "250 taken");
      } else if (word.startsWith("EHLO")) {
        boolean offers = encryption != null && !encrypted;
        say(out, "250-here", offers ? "250-STARTTLS" : "250-8BITMIME", "250 AUTH PLAIN LOGIN");
      } else if (word.startsWith("STARTTLS") && encryption != null) {
        if (!answersStartTls) {
          say(out, "454 not now");
          continue;
        }
        say(out, "220 go on");
        SSLSocket inside =
            (SSLSocket) encryption.getSocketFactory().createSocket(client, null, 0, false);
        inside.setUseClientMode(false);
        talk(inside, true, "");
        return;
      } else if (word.startsWith("AUTH")) {
        say(out, "235 welcome");
      } else if (word.startsWith("DATA")) {
        text = true;
        say(out, "354 tell");
      } else if (word.startsWith("QUIT")) {
        say(out, "221 bye");
        return;
      } else {
        say(out, "250 so be it");
      }
    }
  }

  private static void say(OutputStream out, String... lines) throws IOException {
    for (String line : lines) {
      if (!line.isEmpty()) {
        out.write((line + "\r\n").getBytes(UTF_8));
      }
    }
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
