package io.docket.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The console, as people walk it in a browser. */
@Tag("long")
class ConsoleIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("console");

    private static final Path PICTURES = Path.of("target/console-pictures");

    private static DocketProcess docket;
    private static Chromium chromium;
    private static String caseId;

    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void start() {
        chromium = new Chromium();
        docket = DOCKETS.start(DocketSettings.in(DOCKETS.newFolder()).with("SERVER_PORT", Chromium.freePort()));
        Client agent = docket.client("bank-agent");
        caseId = agent.complain("BRVU00002", "The card was charged twice")
                .expect(201)
                .text("id");
        agent.attach(caseId, "receipt").expect(200);
        agent.put(Client.ROOT + "/cases/" + caseId, Map.of("importance", "High"))
                .expect(200);
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    private Page open(BrowserContext person) {
        Page page = person.newPage();
        page.onConsoleMessage(message -> {
            // A page that is refused is told so on the console, too.
            if (message.type().equals("error") && !message.text().contains("status of 403")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(docket.address() + "/");
        return page;
    }

    private static void logIn(Page page, String name) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Console"))
                .click();
        page.getByLabel("Name").fill(name);
        page.getByLabel("Password").fill(name + "-secret");
        page.getByRole(AriaRole.BUTTON).click();
    }

    /** Search, the history of one thing, how it stood then, its proof, and out again. */
    @Test
    void anAuditorFollowsWhatHappenedToACase() {
        try (BrowserContext person = chromium.browser().newContext()) {
            Page page = open(person);
            assertThat(page.locator("main")).containsText("bank-agent");
            picture(page, "landing");
            logIn(page, "auditor");
            assertThat(page).hasURL(Pattern.compile(".*/console/audit"));
            assertThat(page.getByText("Logged in as auditor")).isVisible();

            page.getByLabel("Work item, case, order or lead").fill(caseId);
            page.keyboard().press("Enter");
            Locator found = page.getByRole(AriaRole.TABLE)
                    .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(caseId));
            assertThat(found.first()).isVisible();
            picture(page, "search");
            found.first().click();

            assertThat(page.locator("h1")).containsText(caseId);
            assertThat(page.locator(".timeline li")).hasCount(3);
            assertThat(page.locator(".timeline [aria-current]")).containsText("case-updated");
            assertThat(page.locator("tr.changed")).containsText(new String[] {"importance"});
            picture(page, "item");

            Locator slider = page.getByRole(AriaRole.SLIDER);
            slider.focus();
            page.keyboard().press("Home");
            assertThat(page.locator(".timeline [aria-current]")).containsText("complaint-registered");
            assertThat(page.getByText("receipt")).hasCount(0);
            assertThat(slider).isFocused();
            assertThat(page).hasURL(Pattern.compile(".*sequence=0"));

            page.getByLabel("As of (UTC)").fill("2999-01-01T00:00:00");
            page.getByLabel("As of (UTC)").press("Enter");
            assertThat(page.locator(".timeline [aria-current]")).containsText("case-updated");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("that it is in the log"))
                    .click();
            assertThat(page.locator("pre")).containsText("c2sp.org/tlog-proof");
            picture(page, "proof");

            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log out"))
                    .click();
            assertThat(page).hasURL(docket.address() + "/");
            page.navigate(docket.address() + "/console/audit");
            assertThat(page).hasURL(Pattern.compile(".*/oauth2/login"));
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void anOperatorSeesNoBusiness() {
        try (BrowserContext person = chromium.browser().newContext()) {
            Page page = open(person);
            logIn(page, "operator");
            assertThat(page.getByText("Logged in as operator")).isVisible();
            assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Audit")))
                    .hasCount(0);

            for (String path : List.of("/console/audit?object-id=" + caseId, "/console/audit/cases/" + caseId)) {
                assertThat(page.navigate(docket.address() + path).status()).isEqualTo(403);
                assertThat(page.locator("h1")).hasText("Forbidden");
                assertThat(page.locator("main")).not().containsText("charged twice");
            }
        }
        assertThat(complaints).isEmpty();
    }

    /** What somebody could take from the browser is out of reach of scripts, and of other sites. */
    @Test
    void whatTheBrowserKeepsIsOutOfReach() {
        try (BrowserContext person = chromium.browser().newContext()) {
            Page page = open(person);
            logIn(page, "auditor");
            assertThat(page.getByText("Logged in as auditor")).isVisible();

            assertThat(person.cookies()).anyMatch(cookie -> cookie.name.equals("docket-console"));
            for (Cookie cookie : person.cookies()) {
                assertThat(cookie.httpOnly).as(cookie.name).isTrue();
            }
            assertThat(page.evaluate("document.cookie")).isEqualTo("");
            String policy = page.reload().headers().get("content-security-policy");
            assertThat(policy).contains("default-src 'none'").doesNotContain("unsafe");
        }
        assertThat(complaints).isEmpty();
    }

    /** In all of its looks. */
    private static void picture(Page page, String name) {
        for (int width : new int[] {400, 1280}) {
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                page.setViewportSize(width, 900);
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                assertThat((Boolean) page.evaluate(
                                "document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                        .as("%s fits into %d pixels", name, width)
                        .isTrue();
                page.screenshot(new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(PICTURES.resolve(name + "-" + width + "-" + scheme + ".png")));
            }
        }
    }
}
