package cbd;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** The web page in a real browser, before a real coordinator and a worker that trains. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebPageIT {
  private static final int WIDE = 1280;
  private static final int NARROW = 390;

  private Processes processes;
  private TestCluster cluster;
  private Browser browser;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    Optional<Path> chromium = Browser.executable();
    assumeTrue(
        chromium.isPresent(),
        "The web page was not tested: this machine has no Chromium. .ci/run installs it.");
    PlaywrightAssertions.setDefaultAssertionTimeout(patience());
    processes = new Processes(folder);
    cluster = new TestCluster(processes);
    cluster.startCoordinator();
    cluster.startWorker("worker-1");
    browser = new Browser(chromium.orElseThrow());
  }

  @AfterAll
  void stop() {
    if (browser != null) {
      browser.close();
    }
    if (processes != null) {
      processes.close();
    }
  }

  @Test
  void aSweepIsSubmittedWatchedSortedAndItsTrialOpened() {
    Page page = open("#/submit", WIDE, ColorScheme.LIGHT);
    Locator file = page.getByLabel("Sweep file (YAML)");
    file.fill("name: tiny\ntrial: {dataset: shapes, attack: {type: badnets, poisonRate: 1.5}}\n");
    press(page, "Submit");
    assertThat(page.locator(".problems"))
        .containsText("poisonRate must be between 0.0 and 1.0, but was 1.5", patiently());
    page.getByText("line 2, column").first().click();
    assertThat(file).isFocused();

    file.fill(Sweeps.yaml(300, 2, "attack: [badnets, blend]"));
    press(page, "Submit");
    assertThat(page.locator("h1")).containsText("tiny", patiently());
    assertThat(page.locator(".facts-line")).containsText("2 of 2 done", patiently());
    Locator rows = page.locator(".leaderboard tbody tr:not(.group)");
    assertThat(rows).hasCount(2, new LocatorAssertions.HasCountOptions().setTimeout(patience()));
    assertThat(page.locator(".leaderboard td:has-text('1/1')"))
        .hasCount(2, new LocatorAssertions.HasCountOptions().setTimeout(patience()));

    page.getByLabel("Group by").selectOption("");
    Locator header = page.locator("th:has([data-column=cleanAccuracy])");
    header.getByRole(AriaRole.BUTTON).click();
    assertThat(header).hasAttribute("aria-sort", "ascending");
    List<Double> up = column(page, "CA %");
    header.getByRole(AriaRole.BUTTON).click();
    assertThat(header).hasAttribute("aria-sort", "descending");
    List<Double> down = column(page, "CA %");
    assertThat(up).hasSize(2).isSorted();
    assertThat(down.get(0)).isEqualTo(up.get(1));

    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Trials")).click();
    page.locator("tbody a").first().click();
    assertThat(page.locator("h1")).containsText("Trial ", patiently());
    assertThat(page.locator(".state").first()).containsText("succeeded");
    assertThat(page.locator("canvas"))
        .hasCount(2, new LocatorAssertions.HasCountOptions().setTimeout(patience()));
    page.getByText("Numbers as a table").click();
    assertThat(page.locator(".numbers tbody tr")).hasCount(2);
    assertThat(page.getByText("dataHash")).isVisible();
    everyViewFitsANarrowScreen(page.url());
  }

  @Test
  void aSweepIsPausedResumedCancelledAndRetried() {
    String sweep = cluster.client().submit(Sweeps.yaml(1000, 60, "repeat: [11, 12]")).sweep();
    Page page = open("#/sweeps/" + sweep, WIDE, ColorScheme.DARK);
    Locator legend = page.locator(".legend");
    assertThat(legend).containsText("1 running", patiently());
    press(page, "Pause");
    assertThat(legend).containsText("paused", patiently());
    press(page, "Resume");
    assertThat(legend).containsText("1 running", patiently());
    press(page, "Cancel");
    page.getByText("No, leave it").click();
    assertThat(legend).containsText("1 running", patiently());
    press(page, "Cancel");
    press(page, "Yes, cancel");
    assertThat(legend).containsText("2 cancelled", patiently());
    press(page, "Retry");
    assertThat(legend).containsText(Pattern.compile("queued|running"), patiently());
    assertThat(legend).not().containsText("cancelled");
    press(page, "Cancel");
    press(page, "Yes, cancel");
    assertThat(legend).containsText("2 cancelled", patiently());
    assertThat(browser.complaints()).as("errors of scripts or of the content policy").isEmpty();
  }

  @Test
  void aTrialThatWaitsShowsWhatSomebodyElseDidToIt() {
    String sweep = cluster.client().submit(Sweeps.yaml(1000, 60, "repeat: [21, 22]")).sweep();
    cluster.awaitMidTrial(sweep, "worker-1");
    String trial = cluster.client().trials(sweep, List.of("queued")).get(0).id();
    Page page = open("#/trials/" + trial, WIDE, ColorScheme.LIGHT);
    Locator badge = page.locator(".head .state");
    assertThat(badge).containsText("queued");
    cluster.client().change("/trials/" + trial + "/pause");
    assertThat(badge).containsText("paused", patiently());
    cluster.client().change("/trials/" + trial + "/cancel");
    assertThat(badge).containsText("cancelled", patiently());
    assertThat(page.getByText("Retry", new Page.GetByTextOptions().setExact(true))).isEnabled();
    cluster.client().change("/trials/" + trial + "/retry");
    assertThat(badge).containsText("queued", patiently());
    cluster.client().change("/sweeps/" + sweep + "/cancel");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aTrialShowsItsLogAsItGrowsAndWhatItsAttackDoes() {
    // Long enough to be looked at until it is cancelled.
    String sweep = cluster.client().submit(Sweeps.yaml(1000, 60, "repeat: [31]")).sweep();
    String trial = cluster.client().trials(sweep, List.of()).get(0).id();
    cluster.awaitMidTrial(sweep, "worker-1");
    Page page = open("#/trials/" + trial, WIDE, ColorScheme.LIGHT);
    Locator log = page.locator("pre.log");
    assertThat(log).containsText("Training set poisoned", patiently());
    Locator picture = page.getByAltText("with the trigger of badnets");
    assertThat(picture).isVisible();
    TestCluster.until(
        () -> picture.evaluate("image => image.complete && image.naturalWidth"),
        width -> width instanceof Number pixels && pixels.intValue() > 100);
    assertThat(page.locator("figure.sheet")).containsText("change ×");

    // By keyboard alone; and the page stays where it was scrolled to.
    page.getByLabel("Pause the log").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("section[aria-label=Log] p")).containsText("Paused");
    page.keyboard().press("Enter");
    assertThat(page.locator("section[aria-label=Log] p")).containsText("running, live.");
    page.evaluate("scrollTo(0, 0)");
    cluster.client().change("/trials/" + trial + "/cancel");
    assertThat(page.locator("section[aria-label=Log] p"))
        .containsText("cancelled. That is its end.", patiently());
    assertThat(((Number) page.evaluate("scrollY")).intValue()).isZero();
    assertThat(page.getByLabel("Pause the log")).isHidden();
    page.getByLabel("Log of attempt 1").and(page.locator("a")).click();
    assertThat(page.locator("body")).containsText("Training set poisoned");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void paintsTenThousandTrials(TestReporter reporter) {
    String repeats =
        IntStream.range(0, 10_000).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    String yaml = Sweeps.yaml(500, 3, "repeat: [" + repeats + "]");
    String sweep = cluster.client().submit(yaml).sweep();
    try {
      double best = Double.MAX_VALUE;
      for (int visit = 0; visit < 5; visit++) {
        Page page = open("#/sweeps/" + sweep + "/trials", WIDE, ColorScheme.LIGHT);
        assertThat(page.locator(".facts-line")).containsText("of 10,000 done", patiently());
        best = Math.min(best, firstPaint(page));
        page.context().close();
      }
      reporter.publishEntry("ms to the first paint, best of five", Double.toString(best));
    } finally {
      cluster.client().change("/sweeps/" + sweep + "/cancel");
    }
  }

  private void everyViewFitsANarrowScreen(String trial) {
    String sweep = cluster.client().sweeps().get(0).id();
    List<String> views =
        List.of(
            "#/sweeps",
            "#/workers",
            "#/submit",
            trial.substring(trial.indexOf('#')),
            "#/sweeps/" + sweep,
            "#/sweeps/" + sweep + "/heat-map",
            "#/sweeps/" + sweep + "/scatter",
            "#/sweeps/" + sweep + "/parallel",
            "#/sweeps/" + sweep + "/file");
    for (String view : views) {
      Page page = open(view, NARROW, ColorScheme.DARK);
      assertThat(page.locator("h1")).isVisible();
      assertThat(((Number) page.evaluate("document.documentElement.scrollWidth")).intValue())
          .as("width of %s", view)
          .isLessThanOrEqualTo(NARROW);
      page.context().close();
    }
  }

  private Page open(String view, int width, ColorScheme scheme) {
    Page page = browser.page(width, scheme);
    page.navigate(cluster.address() + "/" + view);
    return page;
  }

  private static void press(Page page, String name) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true))
        .click();
  }

  private static List<Double> column(Page page, String name) {
    int index =
        page.locator(".leaderboard thead th").allInnerTexts().stream()
            .map(text -> text.replaceAll(" [▲▼]", ""))
            .toList()
            .indexOf(name);
    return page.locator(".leaderboard tbody tr").all().stream()
        .map(row -> Double.valueOf(row.locator("th, td").nth(index).innerText().split(" ", -1)[0]))
        .toList();
  }

  private static double firstPaint(Page page) {
    // Words are there before the frame that shows them.
    TestCluster.until(
        () -> page.evaluate("performance.getEntriesByName('first-contentful-paint').length"),
        count -> ((Number) count).intValue() > 0);
    return ((Number)
            page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
        .doubleValue();
  }

  private static double patience() {
    return Processes.PATIENCE.toMillis();
  }

  private static LocatorAssertions.ContainsTextOptions patiently() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(patience());
  }
}
