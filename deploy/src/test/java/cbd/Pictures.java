package cbd;

import cbd.watch.Answers;
import cbd.watch.Board;
import cbd.watch.Panel;
import cbd.watch.Tool;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/** Boards as Grafana's own components draw them, in a real browser. */
final class Pictures implements AutoCloseable {
  private static final int WIDTH = 24 * 66;

  /** Pixels of a row of Grafana's grid; both as in {@code draw.jsx}. */
  private static final int ROW = 38;

  /** Pixels of a panel's title. */
  private static final int TITLE = 40;

  /** Of a sheet for the documentation. */
  private static final int KEPT_WIDTH = 1188;

  /** Whether each panel with an answer has a canvas, or more words than its title. */
  private static final String FILLED =
      """
      () => [...document.querySelectorAll('.panel[data-empty="false"]')].every(panel =>
        panel.querySelector('canvas') || panel.innerText.trim().split('\\n').length > 1)
      """;

  /** Two frames and a while: the frames come late where other work runs. */
  private static final String PAINTED =
      """
      () => new Promise(done =>
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 500))))
      """;

  private final Browser browser;
  private final Path html;
  private final Path folder;

  /**
   * Builds the page.
   *
   * @param folder where the sheets go
   */
  Pictures(Path folder) throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder);
    Path chromium = Tool.need("chromium", "apt-get install chromium").executable();
    html = folder.resolve("board.html");
    Tool.Said said =
        Tool.node().run("dashboards/pictures/build.mjs", html.toAbsolutePath().toString());
    if (said.exit() != 0) {
      throw new IllegalStateException(said.text());
    }
    browser = new Browser(chromium);
  }

  /**
   * What was drawn of a board.
   *
   * @param colors how many colours each panel that has an answer has, by its title
   * @param complaints of the browser
   */
  record Drawn(Map<String, Integer> colors, List<String> complaints) {}

  /** Draws a board, keeps the sheet, and looks at each panel. */
  Drawn draw(Board board, Answers answers, String mode) throws IOException {
    try (Page page = browser.page(WIDTH, ColorScheme.LIGHT)) {
      // A table draws only what can be seen.
      page.setViewportSize(WIDTH, ROW * board.height());
      page.navigate(html.toUri().toString());
      page.evaluate("what => draw(JSON.parse(what))", asJson(board, answers, mode));
      page.waitForSelector(".panel");
      page.waitForFunction(FILLED);
      // A canvas is painted in a frame after the one in which it came to be.
      page.evaluate(PAINTED);
      byte[] sheet = page.screenshot(new Page.ScreenshotOptions().setFullPage(true));
      Files.write(folder.resolve(board.uid() + "-" + mode + ".png"), sheet);
      // Icons: a Grafana server has their files, its package of components has not.
      List<String> complaints =
          browser.complaints().stream().filter(each -> !each.contains("FILE_NOT_FOUND")).toList();
      return new Drawn(colors(page, board), complaints);
    }
  }

  private static String asJson(Board board, Answers answers, String mode) throws IOException {
    Map<String, Object> byPanel = new TreeMap<>();
    for (Panel panel : board.panels()) {
      Map<String, Object> byTarget = new TreeMap<>();
      panel.targets().forEach(target -> byTarget.put(target.refId(), answers.of(target)));
      byPanel.put(Integer.toString(panel.id()), byTarget);
    }
    return new ObjectMapper()
        .writeValueAsString(
            Map.of(
                "board",
                board.json(),
                "answers",
                byPanel,
                "from",
                answers.from() * 1000,
                "to",
                answers.to() * 1000,
                "mode",
                mode));
  }

  private static Map<String, Integer> colors(Page page, Board board) throws IOException {
    Map<String, Integer> colors = new TreeMap<>();
    for (Panel panel : board.panels()) {
      String selector = ".panel[data-id=\"" + panel.id() + "\"]";
      if (page.locator(selector + "[data-empty=\"false\"]").count() == 1) {
        byte[] picture = page.locator(selector).screenshot();
        colors.put(panel.toString(), colors(picture));
      }
    }
    return colors;
  }

  /** How many colours there are below the title. */
  private static int colors(byte[] png) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    Set<Integer> colors = new HashSet<>();
    for (int y = TITLE; y < image.getHeight() - 4; y++) {
      for (int x = 4; x < image.getWidth() - 4; x++) {
        colors.add(image.getRGB(x, y));
      }
    }
    return colors.size();
  }

  /** Writes a smaller copy of a sheet into the documentation. */
  void keep(Board board, String mode, Path images) throws IOException {
    BufferedImage sheet = ImageIO.read(folder.resolve(board.uid() + "-" + mode + ".png").toFile());
    int height = sheet.getHeight() * KEPT_WIDTH / sheet.getWidth();
    BufferedImage small = new BufferedImage(KEPT_WIDTH, height, BufferedImage.TYPE_INT_RGB);
    Image scaled = sheet.getScaledInstance(KEPT_WIDTH, height, Image.SCALE_AREA_AVERAGING);
    small.createGraphics().drawImage(scaled, 0, 0, null);
    ImageIO.write(small, "png", images.resolve(board.uid() + ".png").toFile());
  }

  @Override
  public void close() {
    browser.close();
  }
}
