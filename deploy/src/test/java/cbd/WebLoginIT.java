package cbd;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cbd.coordinator.certificate.Authority;
import cbd.coordinator.certificate.Standing;
import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.client.Credentials;
import cbd.tls.CertificateFolder;
import cbd.tls.Tls;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The web page in a real browser, before a coordinator that speaks HTTPS and asks for tokens. */
class WebLoginIT {
  private static final int WIDE = 1280;
  private static final int NARROW = 390;

  @TempDir Path folder;

  private String start(Processes processes, CertificateFolder member) throws IOException {
    return processes
        .start(
            "coordinator",
            "--port",
            "0",
            "--http-port",
            "0",
            "--new-admin-token",
            "--tls",
            member.folder().toString(),
            "--dir",
            folder.resolve("coordinator").toString())
        .awaitText("(https://\\S+) is open")
        .group(1);
  }

  @Test
  void whoLogsInSeesWhatTheyMayAndNoMore() throws Exception {
    Optional<Path> chromium = Browser.executable();
    assumeTrue(
        chromium.isPresent(),
        "Logging in was not tested: this machine has no Chromium. .ci/run installs it.");
    PlaywrightAssertions.setDefaultAssertionTimeout((double) Processes.PATIENCE.toMillis());
    CertificateFolder member = new CertificateFolder(folder.resolve("head"));
    Authority.create(folder.resolve("lab"), "lab", Duration.ofDays(2), Instant.now())
        .issue(member, Standing.MEMBER, List.of(), Duration.ofDays(1), Instant.now());
    try (Processes processes = new Processes(folder);
        Browser browser = new Browser(chromium.orElseThrow())) {
      String url = start(processes, member);
      String admin = Files.readString(folder.resolve("coordinator/admin-token")).strip();
      CoordinatorClient client =
          new CoordinatorClient(
              List.of(URI.create(url)),
              new Credentials(
                  Optional.of(Tls.believing(member.authorities())), Optional.of(admin)));
      String sweep = client.submit(Sweeps.yaml(300, 2, "repeat: [0, 1]")).sweep();
      String reader = token(processes, url, member);

      Page page = browser.page(WIDE, ColorScheme.LIGHT);
      page.navigate(url + "/#/sweeps");
      asksForAGoodToken(page, reader);
      aReaderSeesNoButtonThatWouldBeRefused(page, sweep);
      press(page, "Log out reader");
      assertThat(page.locator("h1")).hasText("Log in");
      page.reload();
      assertThat(page.locator("#connection")).hasText("not logged in");

      logIn(page, admin);
      page.navigate(url + "/#/sweeps/" + sweep);
      press(page, "Cancel");
      press(page, "Yes, cancel");
      assertThat(page.locator(".legend")).containsText("2 cancelled");
      assertThat(client.sweep(sweep).trials()).containsEntry("cancelled", 2L);

      fitsANarrowScreen(browser, url);
      assertThat(browser.complaints())
          .as("errors of scripts or of the content policy")
          .allMatch(complaint -> complaint.contains("status of 401"));
    }
  }

  private static String token(Processes processes, String url, CertificateFolder member)
      throws IOException, InterruptedException {
    Processes.Ended made =
        processes.run(
            "token",
            "create",
            "reader",
            "--role",
            "read",
            "--coordinator",
            url,
            "--ca",
            member.authorities().toString(),
            "--token-file",
            processes.folder().resolve("coordinator/admin-token").toString());
    assertThat(made.exit()).as(made.err()).isZero();
    return made.out().strip();
  }

  private static void asksForAGoodToken(Page page, String good) {
    assertThat(page.locator("h1")).hasText("Log in");
    assertThat(page.locator("#connection")).hasText("not logged in");
    Locator answer = page.getByRole(AriaRole.ALERT);
    logIn(page, "sesame");
    assertThat(answer).containsText("That is not a token of cbd");
    logIn(page, good.substring(0, good.length() - 1) + (good.endsWith("A") ? "E" : "A"));
    assertThat(answer).containsText("'reader' is wrong, has expired or was revoked");
    logIn(page, good);
    assertThat(page.locator("h1")).hasText("Sweeps");
    assertThat(page.locator("#connection")).containsText("live");
    assertThat(page.evaluate("document.cookie")).as("what scripts see").isEqualTo("");
  }

  private static void aReaderSeesNoButtonThatWouldBeRefused(Page page, String sweep) {
    assertThat(page.getByText("Submit a sweep")).hasCount(0);
    page.locator("a[href='#/sweeps/" + sweep + "']").click();
    assertThat(page.locator(".legend")).containsText("2 queued");
    for (String refused : List.of("Pause", "Resume", "Retry", "Cancel")) {
      assertThat(button(page, refused)).hasCount(0);
    }
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Submit")).click();
    assertThat(page.locator("h1")).hasText("Check a sweep file");
    assertThat(button(page, "Submit")).hasCount(0);
    press(page, "Check and plan");
    assertThat(page.locator("h2")).containsText("The file is sound");
  }

  private static void fitsANarrowScreen(Browser browser, String url) {
    Page page = browser.page(NARROW, ColorScheme.DARK);
    page.navigate(url + "/");
    assertThat(page.locator("h1")).hasText("Log in");
    assertThat(((Number) page.evaluate("document.documentElement.scrollWidth")).intValue())
        .isLessThanOrEqualTo(NARROW);
  }

  private static void logIn(Page page, String token) {
    page.getByLabel("Token").fill(token);
    press(page, "Log in");
  }

  private static void press(Page page, String name) {
    button(page, name).click();
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }
}
