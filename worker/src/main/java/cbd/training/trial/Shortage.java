package cbd.training.trial;

import cbd.domain.Failure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds in a message, or in the end of a log, what ran out. libtorch, CUDA and the JVM tell it by
 * their words only.
 */
public final class Shortage {
  /** The most telling words first: a CUDA message may also speak of memory in general. */
  private static final Map<Pattern, Failure> WORDS = new LinkedHashMap<>();

  static {
    say(
        "(?i)cuda out of memory|cuda error: out of memory|hip out of memory"
            + "|CUBLAS_STATUS_ALLOC_FAILED|CUDNN_STATUS_ALLOC_FAILED",
        Failure.DEVICE_MEMORY_EXHAUSTED);
    say(
        "OutOfMemoryError: (Java heap space|GC overhead limit|Requested array size)",
        Failure.HEAP_EXHAUSTED);
    say(
        "(?i)OutOfMemoryError|insufficient memory|out of memory|can't allocate memory"
            + "|cannot allocate memory|not enough memory",
        Failure.OUT_OF_MEMORY);
    say("(?i)no space left on device|read-only file system|disk quota exceeded", Failure.DISK_FULL);
  }

  private Shortage() {}

  private static void say(String words, Failure failure) {
    WORDS.put(Pattern.compile(words), failure);
  }

  /** What a text says ran out; empty when it says nothing of it. */
  public static Optional<Failure> in(String text) {
    return WORDS.entrySet().stream()
        .filter(entry -> entry.getKey().matcher(text).find())
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
