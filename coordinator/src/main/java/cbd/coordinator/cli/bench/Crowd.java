package cbd.coordinator.cli.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Clients of an API, each with a thread, a connection and an address of its own within 127.0.0.0/8:
 * some ask at a steady pace, some listen to events as open pages do. {@link #close} ends them.
 */
final class Crowd implements AutoCloseable {
  private static final long SEED = 1;
  private static final int PER_NETWORK = 250;
  private static final long AFTER_TROUBLE_MILLIS = 200;

  private final URI address;
  private final Mix mix;
  private final long everyNanos;
  private final Samples answers = new Samples();
  private final Samples pictures = new Samples();
  private final AtomicLong heard = new AtomicLong();
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();

  /**
   * @param every seconds from one question of a client to its next; 0: as soon as it is answered
   */
  Crowd(URI address, Mix mix, double every) {
    this.address = address;
    this.mix = mix;
    everyNanos = Math.round(every * 1e9);
  }

  /** Lets all of them begin, evenly spread over the time between two questions. */
  void begin(int clients, int listeners) {
    long start = System.nanoTime();
    for (int i = 0; i < clients; i++) {
      int client = i;
      long first = start + everyNanos * i / clients;
      start("client-" + i, () -> ask(client, first));
    }
    for (int i = 0; i < listeners; i++) {
      int number = clients + i;
      start("listener-" + i, () -> listen(number));
    }
  }

  private void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  /** What was answered. */
  Samples answers() {
    return answers;
  }

  /** Pictures that listeners got, each with the time since their last one. */
  Samples pictures() {
    return pictures;
  }

  /** Bytes that listeners were sent. */
  long heard() {
    return heard.get();
  }

  private void ask(int client, long first) {
    SplittableRandom random = new SplittableRandom(SEED + client);
    HttpLine line = null;
    long due = first;
    try {
      while (!isOver(due)) {
        Question question = mix.draw(random);
        long sent = System.nanoTime();
        try {
          if (line == null) {
            line = HttpLine.open(address, home(client));
          }
          HttpLine.Answer answer = line.ask(question);
          note(question, sent, answer.status(), answer.bytes());
        } catch (IOException e) {
          note(question, sent, Samples.BROKEN, 0);
          hangUp(line);
          line = null;
        }
        due = Math.max(due + everyNanos, System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      hangUp(line);
    }
  }

  /** Whether all is over at this moment, which is waited for. */
  private boolean isOver(long moment) throws InterruptedException {
    return over.await(Math.max(0, moment - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  private void note(Question question, long sent, int status, long bytes) {
    if (over.getCount() > 0) {
      long now = System.nanoTime();
      answers.add(new Samples.Sample(question.route(), now, now - sent, status, bytes));
    }
  }

  private void listen(int number) {
    Question question = Question.get("/events", "/events");
    try {
      while (over.getCount() > 0) {
        try (HttpLine line = HttpLine.open(address, home(number))) {
          hear(question, line.listen(question));
        } catch (IOException e) {
          if (over.getCount() > 0) {
            pictures.add(
                new Samples.Sample(question.route(), System.nanoTime(), 0, Samples.BROKEN, 0));
          }
        }
        over.await(AFTER_TROUBLE_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Pictures end with an empty line, as every event does. */
  private void hear(Question question, InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long last = System.nanoTime();
    long bytes = 0;
    boolean ended = false;
    for (int n = in.read(buffer); n >= 0 && over.getCount() > 0; n = in.read(buffer)) {
      heard.addAndGet(n);
      for (int i = 0; i < n; i++) {
        bytes++;
        if (buffer[i] == '\n' && ended) {
          long now = System.nanoTime();
          pictures.add(new Samples.Sample(question.route(), now, now - last, 200, bytes));
          last = now;
          bytes = 0;
        }
        ended = buffer[i] == '\n';
      }
    }
  }

  private static InetAddress home(int client) {
    byte[] bytes = {127, 0, (byte) (1 + client / PER_NETWORK), (byte) (1 + client % PER_NETWORK)};
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new UncheckedIOException("four bytes are always an address", e);
    }
  }

  private static void hangUp(@Nullable HttpLine line) {
    if (line == null) {
      return;
    }
    try {
      line.close();
    } catch (IOException e) {
      // It is broken: then it is closed.
    }
  }

  @Override
  public void close() {
    over.countDown();
    try {
      for (Thread thread : threads) {
        thread.join(TimeUnit.SECONDS.toMillis(2));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
