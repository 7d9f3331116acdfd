package cbd.yaml;

import cbd.text.InvalidTextException;
import cbd.text.Location;
import cbd.text.Problem;
import cbd.text.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/**
 * One reading of one text, on the parser's events rather than on its node trees: those recurse
 * without a limit and give up at the first double key.
 */
final class YamlReading {
  private static final int MAX_DEPTH = 50;
  private static final int MAX_VALUES = 500_000;
  private static final int MAX_KEY = 200;
  private static final String STANDARD_TAG = "tag:yaml.org,2002:";

  /**
   * What an anchor names: aliases of aliases let a short text grow.
   *
   * @param values how many it holds, itself included
   * @param height how many levels it has, itself included
   */
  private record Anchored(Tree tree, int values, int height) {}

  private final String text;
  private final Iterator<Event> events;
  private final Map<Anchor, Anchored> anchors = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private int values = 0;
  private int depth = 0;

  YamlReading(String text) {
    this.text = text;
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(YamlText.MAX_LENGTH).build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  Tree document() {
    try {
      Tree tree = stream();
      if (problems.isEmpty()) {
        return tree;
      }
    } catch (MarkedYamlEngineException e) {
      problems.add(new Problem("", at(e.getProblemMark().or(e::getContextMark)), syntax(e)));
    } catch (ReaderException e) {
      problems.add(
          new Problem(
              "",
              locationOf(text, text.offsetByCodePoints(0, e.getPosition())),
              String.format("the character U+%04X may not stand in YAML", e.getCodePoint())));
    } catch (NumberFormatException e) {
      // The parser's own, when the text ends where an escape's digits should stand.
      problems.add(
          new Problem(
              "", locationOf(text, text.length()), "ends within an escape such as \\u00fc"));
    } catch (YamlVersionException e) {
      problems.add(
          new Problem("", new Location(1, 1), "must be YAML 1.2, but says " + e.getMessage()));
    } catch (YamlEngineException e) {
      problems.add(new Problem("", new Location(1, 1), "is not YAML: " + e.getMessage()));
    }
    throw new InvalidTextException(problems);
  }

  private Tree stream() {
    events.next();
    if (events.next().getEventId() == Event.ID.StreamEnd) {
      return new Tree.Scalar(null, new Location(1, 1));
    }
    Tree tree = value(events.next(), "");
    events.next();
    Event after = events.next();
    if (after.getEventId() != Event.ID.StreamEnd) {
      throw stop(
          at(after.getStartMark()),
          "only one document may stand in a text, but here starts another");
    }
    return tree;
  }

  private Tree value(Event event, String path) {
    Location at = at(event.getStartMark());
    if (event instanceof AliasEvent alias) {
      return alias(alias, at);
    }
    count(1, at);
    int before = values;
    Tree tree;
    if (event instanceof ScalarEvent scalar) {
      tree = scalar(scalar, at);
    } else {
      tagIsStandard(((CollectionStartEvent) event).getTag(), at);
      depth++;
      deepen(0, at);
      tree = event instanceof MappingStartEvent ? mapping(at, path) : sequence(at, path);
      depth--;
    }
    ((NodeEvent) event)
        .getAnchor()
        .ifPresent(
            anchor -> anchors.put(anchor, new Anchored(tree, values - before + 1, height(tree))));
    return tree;
  }

  private Tree sequence(Location at, String path) {
    List<Tree> items = new ArrayList<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      items.add(value(event, path + "[" + items.size() + "]"));
    }
    return new Tree.Sequence(items, at);
  }

  private Tree mapping(Location at, String path) {
    Map<String, Tree.Entry> entries = new LinkedHashMap<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      Location keyAt = at(event.getStartMark());
      Tree keyTree = value(event, path);
      String key = keyTree instanceof Tree.Scalar scalar ? String.valueOf(scalar.value()) : "";
      shortEnough(key, keyAt);
      String inner = path.isEmpty() ? key : path + "." + key;
      if (!(keyTree instanceof Tree.Scalar scalar && scalar.value() instanceof String)) {
        problems.add(
            new Problem(
                inner,
                keyAt,
                "a key must be a text"
                    + (key.isEmpty() ? "" : ", but was " + key + "; quotes make it one")));
      }
      Tree.Entry old = entries.get(key);
      Tree.Entry entry = new Tree.Entry(keyAt, value(events.next(), inner));
      if (old == null) {
        entries.put(key, entry);
      } else {
        problems.add(
            new Problem(
                inner,
                keyAt,
                inner + " stands twice, first in line " + old.keyAt().line() + "; keep one"));
      }
    }
    return new Tree.Mapping(entries, at);
  }

  /** The path of each value below a key holds the key: a long one would be copied for each. */
  private void shortEnough(String key, Location at) {
    if (key.length() > MAX_KEY) {
      throw stop(
          at,
          "a key may have at most " + MAX_KEY + " characters, but this one has " + key.length());
    }
  }

  private Tree scalar(ScalarEvent event, Location at) {
    Optional<String> tag = event.getTag();
    boolean text = tag.isPresent() && tag.get().equals(STANDARD_TAG + "str");
    if (!text) {
      tagIsStandard(tag, at);
    }
    boolean plain = event.isPlain() && !text;
    return new Tree.Scalar(plain ? CoreSchema.resolve(event.getValue()) : event.getValue(), at);
  }

  private Tree alias(AliasEvent alias, Location at) {
    Anchored anchored = anchors.get(alias.getAlias());
    if (anchored == null) {
      throw stop(at, "*" + alias.getAlias() + " names no anchor that was finished before it");
    }
    count(anchored.values(), at);
    deepen(anchored.height(), at);
    return anchored.tree();
  }

  private void tagIsStandard(Optional<String> tag, Location at) {
    if (tag.isPresent()) {
      problems.add(new Problem("", at, "tags are not read, but here stands " + tag.get()));
    }
  }

  private void count(int more, Location at) {
    values += more;
    if (problems.size() > InvalidTextException.MAX_PROBLEMS) {
      throw stop(at, "has too many problems to read on");
    }
    if (values > MAX_VALUES) {
      throw stop(at, "a text may hold at most " + MAX_VALUES + " values, aliases counted in full");
    }
  }

  private void deepen(int more, Location at) {
    if (depth + more > MAX_DEPTH) {
      throw stop(at, "values may be nested at most " + MAX_DEPTH + " levels deep");
    }
  }

  private static int height(Tree tree) {
    if (tree instanceof Tree.Mapping mapping) {
      return 1
          + mapping.entries().values().stream()
              .mapToInt(entry -> height(entry.value()))
              .max()
              .orElse(0);
    }
    return tree instanceof Tree.Sequence sequence
        ? 1 + sequence.items().stream().mapToInt(YamlReading::height).max().orElse(0)
        : 0;
  }

  private InvalidTextException stop(Location at, String message) {
    problems.add(new Problem("", at, message));
    return new InvalidTextException(problems);
  }

  private static String syntax(MarkedYamlEngineException e) {
    String problem = String.valueOf(e.getProblem());
    String tab = problem.contains("\\t") ? "; indent with spaces, not with tabs" : "";
    String context = e.getContext() == null ? "" : e.getContext() + ": ";
    return "is not YAML: " + context + problem + tab;
  }

  private static Location at(Optional<Mark> mark) {
    return mark.map(found -> new Location(found.getLine() + 1, found.getColumn() + 1))
        .orElse(Location.NONE);
  }

  /** The place of a character of a text. */
  static Location locationOf(String text, int index) {
    String before = text.substring(0, index);
    int lineStart = before.lastIndexOf('\n') + 1;
    int line = 1 + (int) before.chars().filter(each -> each == '\n').count();
    return new Location(line, before.codePointCount(lineStart, index) + 1);
  }
}
