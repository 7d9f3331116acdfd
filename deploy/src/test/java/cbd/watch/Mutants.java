package cbd.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of all mutants of all queries of all boards. */
public final class Mutants {
  private final Answers answers;
  private final Due due;
  private final Vocabulary seen;
  private final Vocabulary promised = Vocabulary.promised();
  private final Map<String, Integer> noticed = new TreeMap<>();
  private final List<String> survivors = new ArrayList<>();
  private int byAnswers = 0;
  private int all = 0;

  private Mutants(Answers answers, Due due, Vocabulary seen) {
    this.answers = answers;
    this.due = due;
    this.seen = seen;
  }

  /**
   * Breaks every query in every way and looks who notices.
   *
   * @param answers at the end of the last scene
   * @param seen what was scraped
   */
  public static Mutants of(Answers answers, Due due, Vocabulary seen) {
    Mutants mutants = new Mutants(answers, due, seen);
    for (Board board : Board.all()) {
      for (Panel panel : board.panels()) {
        for (Panel.Target target : panel.targets()) {
          Mutant.of(Expression.of(target.expr()))
              .forEach(mutant -> mutants.meet(panel, target, mutant));
        }
      }
    }
    return mutants;
  }

  private void meet(Panel panel, Panel.Target target, Mutant mutant) {
    all++;
    boolean isDue = due.isDue(panel, target, Due.Scene.FINISHED);
    boolean byAnswer = !answers.faults(target.asking(mutant.expr()), isDue).isEmpty();
    Expression expression = Expression.of(mutant.expr());
    List<String> who = new ArrayList<>();
    if (!promised.unknown(expression).isEmpty()) {
      who.add("the contract");
    }
    if (!seen.unknown(expression).isEmpty()) {
      who.add("the scrape");
    }
    if (byAnswer) {
      who.add("the answer");
      byAnswers++;
    }
    if (who.isEmpty()) {
      survivors.add(panel + ": " + mutant.expr());
    }
    who.forEach(each -> noticed.merge(each, 1, Integer::sum));
    noticed.merge("of which " + mutant.change(), 1, Integer::sum);
  }

  /** Mutants that nobody noticed. */
  public List<String> survivors() {
    return survivors;
  }

  /** Share that a query's answer alone gave away, 0..1. */
  public double noticedByAnswers() {
    return (double) byAnswers / all;
  }

  /** In one line. */
  public String score() {
    return "Mutants of the boards' queries: %d, noticed %d (%.1f %%); %s"
        .formatted(all, all - survivors.size(), 100.0 * (all - survivors.size()) / all, noticed);
  }
}
