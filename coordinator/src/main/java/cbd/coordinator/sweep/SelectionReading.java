package cbd.coordinator.sweep;

import cbd.domain.TrialSpec;
import cbd.text.InvalidTextException;
import cbd.text.JsonText;
import cbd.text.Location;
import cbd.text.Nearest;
import cbd.text.Problem;
import cbd.text.Setting;
import cbd.text.Settings;
import cbd.text.Tree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code include} and {@code exclude}, and tells of rules that match nothing. */
final class SelectionReading {
  static final String INCLUDE = "include";
  static final String EXCLUDE = "exclude";

  /** Values that all rules together compare each cell with: bounds the time that a file takes. */
  private static final int MOST_VALUES = 1000;

  /** Rules that match nothing and are told with what the trials have instead. */
  private static final int EXAMINED = 10;

  /** Values that a message lists. */
  private static final int SHOWN = 8;

  private final Set<String> known =
      Settings.of(TrialSpec.class).stream()
          .map(Setting::path)
          .collect(Collectors.toCollection(TreeSet::new));
  private final Collection<Problem> problems;

  SelectionReading(Collection<Problem> problems) {
    this.problems = problems;
  }

  Selection read(Tree.Mapping file) {
    Selection selection = new Selection(rules(file, INCLUDE), rules(file, EXCLUDE));
    int values =
        selection
            .rules()
            .flatMap(rule -> rule.conditions().stream())
            .mapToInt(Condition::values)
            .sum();
    if (values > MOST_VALUES) {
      CellRule first = selection.rules().findFirst().orElseThrow();
      problem(
          first.key(),
          first.at(),
          "and the rules behind it name "
              + values
              + " values, but include and exclude together may name at most "
              + MOST_VALUES);
      return new Selection(List.of(), List.of());
    }
    return selection;
  }

  /** Tells of rules that look at the repeat, which ones to come would not be held against. */
  void refuseRepeats(Selection selection) {
    selection
        .rules()
        .flatMap(rule -> rule.conditions().stream())
        .filter(condition -> condition.path().equals(AxisReading.REPEAT))
        .forEach(
            condition ->
                problem(
                    condition.key(),
                    condition.at(),
                    "cannot stand beside repeats with until, which adds repeats: leave it out"));
  }

  private List<CellRule> rules(Tree.Mapping file, String name) {
    List<CellRule> rules = new ArrayList<>();
    List<Tree> items = file.get(name) instanceof Tree.Sequence list ? list.items() : List.of();
    for (int i = 0; i < items.size(); i++) {
      String key = name + "[" + i + "]";
      if (items.get(i) instanceof Tree.Mapping rule) {
        List<Condition> conditions = new ArrayList<>();
        rule.entries()
            .forEach(
                (path, entry) -> {
                  String full = key + "." + path;
                  if (known.contains(path)) {
                    conditions.add(new Condition(full, path, entry.keyAt(), entry.value()));
                  } else {
                    boolean told = problems.size() < InvalidTextException.MAX_PROBLEMS;
                    String hint = told ? Nearest.hint(path, known) : "";
                    problem(full, entry.keyAt(), "is not a setting of a trial" + hint);
                  }
                });
        if (rule.entries().isEmpty()) {
          problem(key, rule.at(), "must name at least one setting, such as {attack: badnets}");
        } else if (conditions.size() == rule.entries().size()) {
          rules.add(new CellRule(key, rule.at(), conditions));
        }
      }
    }
    return rules;
  }

  /** What the trials have where a rule asks for something that none has. */
  private static final class Found {
    private final Condition condition;
    private final Set<String> values = new LinkedHashSet<>();
    private boolean holds;

    Found(Condition condition) {
      this.condition = condition;
    }

    void look(Tree trial) {
      Tree found = holds || values.size() > MOST_VALUES ? null : condition.found(trial);
      if (found != null) {
        values.add(brief(found));
      }
      holds = holds || condition.holds(trial);
    }

    String words() {
      if (values.isEmpty()) {
        return "none has " + condition.path();
      }
      String shown = values.stream().limit(SHOWN).collect(Collectors.joining(", "));
      String more = values.size() > SHOWN ? ", …" : "";
      return condition.path() + " is one of " + shown + more + hint(condition, values);
    }
  }

  /**
   * Tells of rules that no cell matches.
   *
   * @param trials all of the sweep, as trees
   */
  void unmatched(List<CellRule> rules, Stream<Tree> trials) {
    Map<CellRule, List<Found>> examined = new LinkedHashMap<>();
    rules.stream()
        .limit(EXAMINED)
        .forEach(rule -> examined.put(rule, rule.conditions().stream().map(Found::new).toList()));
    trials.forEachOrdered(
        trial -> examined.values().forEach(founds -> founds.forEach(each -> each.look(trial))));
    examined.forEach(
        (rule, founds) -> {
          List<Found> lacking = founds.stream().filter(each -> !each.holds).toList();
          for (Found each : lacking) {
            Condition condition = each.condition;
            problem(condition.key(), condition.at(), "matches no trial: " + each.words());
          }
          if (lacking.isEmpty()) {
            problem(rule.key(), rule.at(), "matches no trial: none has all of this at once");
          }
        });
    rules.stream()
        .skip(EXAMINED)
        .forEach(rule -> problem(rule.key(), rule.at(), "matches no trial"));
  }

  private static String hint(Condition condition, Set<String> values) {
    Stream<Tree> wanted =
        condition.value() instanceof Tree.Sequence list
            ? list.items().stream()
            : Stream.of(condition.value());
    return wanted
        .filter(each -> !(each instanceof Tree.Scalar scalar && scalar.value() instanceof Number))
        .map(each -> Nearest.hint(brief(each), values))
        .filter(hint -> !hint.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** A choice as its word. */
  private static String brief(Tree tree) {
    Tree named = tree instanceof Tree.Mapping choice ? choice.get("type") : tree;
    return named instanceof Tree.Scalar scalar
        ? String.valueOf(scalar.value())
        : JsonText.write(tree);
  }

  void nothingLeft(Tree.Mapping file) {
    String key = file.get(INCLUDE) == null ? EXCLUDE : INCLUDE;
    Tree rules = file.get(key);
    problem(
        key,
        rules == null ? file.at() : rules.at(),
        "leaves no trial of the sweep: take a rule away");
  }

  private void problem(String key, Location at, String rule) {
    problems.add(new Problem(key, at, key + " " + rule));
  }
}
