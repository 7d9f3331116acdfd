package cbd.coordinator.sweep;

import static java.util.stream.Collectors.joining;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Sweep files that somebody spoilt, by accident or on purpose: a number gives always the same one.
 * Some are still right.
 */
public final class SweepMutations {
  private static final List<String> SOUND =
      List.of(
          """
          name: small
          maxAttempts: 2
          trial: {dataset: shapes, trainImages: 1000, attack: badnets, training: {epochs: 2}}
          grid:
            defense: [none, {type: cbd, t1: 1}]
            attack.poisonRate: [0.05, 0.1]
          """,
          """
          name: axes
          description: every way to say which trials there are
          notes: "a note, with a \\u00fc"
          labels: [paper, "table 2"]
          priority: 5
          stopping: {type: asha, asrBelow: 0.2, grace: 2, eta: 3}
          trial:
            dataset: shapes
            defense: none
          zip:
            attack: [badnets, blend, sig]
            attack.poisonRate: [0.1, 0.05, 0.2]
          random:
            samples: 3
            seed: 7
            settings:
              training.learningRate: {logUniform: [0.001, 0.1]}
              training.momentum: {uniform: [0.5, 0.9]}
              training.epochs: {int: [12, 15]}
              model: {choice: [wrn-10-1, wrn-16-1]}
          repeats: 2
          exclude:
          - {attack: sig, repeat: 1}
          - {attack: {type: blend}, attack.poisonRate: [0.05, 0.1]}
          """,
          """
          # a comment
          name: list
          trial: &base
            dataset: shapes
            attack: {type: badnets, mapping: {type: all-to-one, target: 3}}
          list:
          - defense: none
          - &cell {defense: {type: cbd, preset: official-code, t1: 2}}
          - defense: cbd
            defense.t1: 3
          repeats: {until: ci95 < 0.5%, max: 4, min: 2}
          include:
          - {defense: [none, cbd]}
          """,
          """
          {"name": "json", "trial": {"dataset": "shapes", "attack": "blend", "defense": "none"},
           "grid": {"attack.alpha": [0.1, 0.2], "repeat": [0, 1]}}
          """);

  private static final List<String> NASTY =
      List.of(
          ".nan",
          "-.inf",
          ".inf",
          "1e999",
          "-1e999",
          "1e-400",
          "-0.0",
          "-1",
          "0",
          "1000000000",
          "99999999999999999999999999",
          "-9223372036854775808",
          "9223372036854775807",
          "0x7fffffff",
          "0o17",
          "1_000",
          "~",
          "null",
          "true",
          "yes",
          "''",
          "\"\"",
          "[]",
          "{}",
          "[[]]",
          "[{}]",
          "{a: b}",
          "&x [*x]",
          "*nowhere",
          "!!binary aGk=",
          "!!str 5",
          "!<tag> 1",
          "? a",
          "|",
          ">-",
          "%YAML 1.1",
          "---",
          "...",
          "- - - -",
          "\t",
          "\u0000",
          "\"\\0\"",
          "\"\\uD800\"",
          "\ud83d",
          "'it''s",
          "\"open",
          "# gone",
          "@",
          "`",
          "a: b: c",
          "<<: *base",
          "2026-01-31",
          "10%",
          "ci95 < 0%",
          "{until: ci95 < 1%, max: 1000000}",
          "{int: [8, 2]}",
          "{logUniform: [0, 1]}",
          "{uniform: [-.inf, .inf]}",
          "{choice: []}",
          "{int: [-9223372036854775808, 1]}",
          "attack",
          "defense.t1",
          "trial.trial",
          "..",
          ".",
          "a.b.c.d",
          "🙂",
          "ﬀ",
          "\u202e",
          "\u2028");

  private static final int HOSTILE_KINDS = 12;
  private static final Pattern TOKEN = Pattern.compile("[^\\s\\[\\]{},:]+");
  private static final List<Charset> ENCODINGS =
      List.of(
          StandardCharsets.UTF_16LE,
          StandardCharsets.UTF_16,
          StandardCharsets.ISO_8859_1,
          Charset.forName("UTF-32"));

  private SweepMutations() {}

  /** The document of a number, as bytes that may be no text. */
  public static byte[] document(long number) {
    Random random = new Random(number * 0x9e3779b97f4a7c15L + 1);
    String text = SOUND.get(random.nextInt(SOUND.size()));
    if (random.nextInt(200) == 0) {
      text = hostile(random);
    }
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times; i++) {
      text = mutated(text, random);
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return switch (random.nextInt(20)) {
      case 0 -> noise(bytes, random);
      case 1 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      case 2 -> text.getBytes(ENCODINGS.get(random.nextInt(ENCODINGS.size())));
      case 3 -> ("\ufeff" + text).getBytes(StandardCharsets.UTF_8);
      default -> bytes;
    };
  }

  private static String mutated(String text, Random random) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    int line = random.nextInt(lines.size());
    String nasty = NASTY.get(random.nextInt(NASTY.size()));
    switch (random.nextInt(9)) {
      case 0 -> lines.remove(line);
      case 1 -> lines.add(line, lines.get(random.nextInt(lines.size()))); // a key stands twice
      case 2 -> lines.set(line, "  ".repeat(random.nextInt(4)) + lines.get(line).strip());
      case 3 -> lines.add(line, "  ".repeat(random.nextInt(3)) + "- " + nasty);
      case 4 -> lines.add(line, nasty + ": " + NASTY.get(random.nextInt(NASTY.size())));
      case 5 -> {
        return text.substring(0, random.nextInt(text.length() + 1));
      }
      case 6 -> {
        int at = random.nextInt(text.length() + 1);
        return text.substring(0, at) + nasty + text.substring(at);
      }
      default -> {
        return replaced(text, random, nasty);
      }
    }
    return String.join("\n", lines);
  }

  /** One word or number gives way to another one of the text, or to something nasty. */
  private static String replaced(String text, Random random, String nasty) {
    List<MatchResult> tokens = TOKEN.matcher(text).results().toList();
    if (tokens.isEmpty()) {
      return nasty;
    }
    MatchResult token = tokens.get(random.nextInt(tokens.size()));
    String by = random.nextInt(3) == 0 ? tokens.get(random.nextInt(tokens.size())).group() : nasty;
    return text.substring(0, token.start()) + by + text.substring(token.end());
  }

  private static byte[] noise(byte[] bytes, Random random) {
    byte[] noisy = bytes.clone();
    for (int i = 0; i < 1 + noisy.length / 50 && noisy.length > 0; i++) {
      noisy[random.nextInt(noisy.length)] = (byte) random.nextInt(256);
    }
    return noisy;
  }

  /** One of each kind that was made to take time or memory, as large as they come, not mutated. */
  public static List<byte[]> hostileOfEachKind() {
    return IntStream.range(0, HOSTILE_KINDS)
        .mapToObj(kind -> hostile(kind, 3000, new Random(kind)).getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  private static String hostile(Random random) {
    int much = 1 + random.nextInt(3000);
    return hostile(random.nextInt(HOSTILE_KINDS), much, random);
  }

  /** Made to take time or memory. */
  private static String hostile(int kind, int much, Random random) {
    return switch (kind) {
      case 0 -> "a: " + "[".repeat(much * 3) + "]".repeat(much * 3);
      case 1 -> "{a: ".repeat(much) + "b" + "}".repeat(much);
      case 2 -> aliasBomb(5 + random.nextInt(30), 2 + random.nextInt(9));
      case 3 -> manyCells(2 + random.nextInt(40), 2 + random.nextInt(50));
      case 4 -> SOUND.get(0) + "random: {samples: 1000000000, settings: {repeat: {int: [0, 9]}}}";
      case 5 -> SOUND.get(0) + "exclude: [" + "{attack: sig}, ".repeat(much) + "]";
      case 6 -> SOUND.get(0).replace("small", "s".repeat(much * 10));
      case 9 ->
          "name: a\ntrial: {dataset: shapes, attack: badnets, defense: none}\nlist: ["
              + "{defense.t1: 1}, ".repeat(much * 10)
              + "]";
      case 10 ->
          "name: a\ntrial: {dataset: shapes}\ngrid:\n"
              + IntStream.range(0, much).mapToObj(i -> "  k" + i + ": 1\n").collect(joining());
      case 7 -> heavyBase(much * 10, "unknown%d: 1, ");
      case 8 -> heavyBase(1, "training: {lrMilestones: [" + "1, ".repeat(much * 10) + "]}, ");
      default -> "k".repeat(much * 10) + ": " + "\"" + "\\u0041".repeat(much) + "\"";
    };
  }

  /** Many cells that each have to be read with all of this. */
  private static String heavyBase(int times, String entry) {
    StringBuilder text = new StringBuilder("name: heavy\ntrial: {dataset: shapes, ");
    for (int i = 0; i < times && text.length() < 200_000; i++) {
      text.append(entry.replace("%d", String.valueOf(i)));
    }
    return text.append("attack: badnets, defense: none}\nrepeats: 20000\n").toString();
  }

  /** A billion laughs: each anchor holds the one before several times. */
  private static String aliasBomb(int levels, int times) {
    StringBuilder bomb = new StringBuilder("name: laughs\na0: &a0 [ha]\n");
    for (int level = 1; level < levels; level++) {
      String before = "*a" + (level - 1) + ", ";
      bomb.append("a%d: &a%d [%s]\n".formatted(level, level, before.repeat(times)));
    }
    return bomb.append("trial: *a").append(levels - 1).append('\n').toString();
  }

  /** A grid of up to 50 to the power of 40 cells. */
  private static String manyCells(int axes, int values) {
    StringBuilder text =
        new StringBuilder("name: many\ntrial: {dataset: shapes, attack: badnets, defense: cbd}\n");
    text.append("grid:\n");
    List<String> paths =
        List.of("repeat", "trainImages", "testImages", "attack.poisonRate", "defense.t1", "model");
    for (int axis = 0; axis < axes; axis++) {
      String path = paths.get(axis % paths.size());
      text.append("  ").append(path).append(axis < paths.size() ? "" : "x" + axis).append(": [");
      text.append("1, ".repeat(values)).append("]\n");
    }
    return text.toString();
  }
}
