package cbd.coordinator.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cbd.text.InvalidTextException;
import cbd.text.Problem;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * 100,000 spoilt sweep files through the reader that both the submit and the plan endpoint call:
 * each is a sweep whose trials can be made, or is refused with problems in words. Nothing else may
 * be thrown, all of them end in time, and all of it happens in the heap that a test has.
 *
 * <p>The real HTTP server gets some thousands of them, in {@code SweepEndpointFuzzTest}: a request
 * takes about ten times as long as the reading.
 */
class SweepFuzzTest {
  private static final int DOCUMENTS = 100_000;

  /** A minute or so on two idle cores; one document that took for ever would not end in time. */
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  @Test
  void readsOrExplainsWhateverItGets() {
    AtomicInteger sweeps = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    Collection<String> surprises = new ConcurrentLinkedQueue<>();
    LongStream.range(0, DOCUMENTS)
        .parallel()
        .forEach(
            number -> {
              byte[] document = SweepMutations.document(number);
              try {
                Sweep sweep = SweepFile.parse(SweepFile.text(document));
                assertThat(TrialGrid.of(sweep).trials().limit(10)).isNotEmpty();
                sweeps.incrementAndGet();
              } catch (InvalidTextException e) {
                refused.incrementAndGet();
                surprises.addAll(wordless(number, e));
              } catch (RuntimeException | AssertionError | StackOverflowError e) {
                surprises.add("document " + number + ": " + e + "\n" + new String(document, UTF_8));
              }
            });

    assertThat(surprises).isEmpty();
    assertThat(Map.of("sweeps", sweeps.get(), "refused", refused.get()))
        .as("documents of both kinds")
        .allSatisfy((kind, count) -> assertThat(count).isGreaterThan(DOCUMENTS / 50));
  }

  /** Problems that tell nobody anything, or are too many to be told. */
  private static Collection<String> wordless(long number, InvalidTextException refusal) {
    Map<String, Problem> bad = new TreeMap<>();
    if (refusal.problems().size() > InvalidTextException.MAX_PROBLEMS + 1) {
      bad.put("document " + number + " has too many problems", refusal.problems().get(0));
    }
    for (Problem problem : refusal.problems()) {
      if (problem.message().isBlank() || problem.message().contains("Exception")) {
        bad.put("document " + number + " says " + problem, problem);
      }
    }
    return bad.keySet();
  }
}
