package io.docket.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The reference pages in a browser. */
class SwaggerUiIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("swagger-ui");

    private static DocketProcess docket;

    @BeforeAll
    static void start() {
        docket = DOCKETS.start(DocketSettings.in(DOCKETS.newFolder()));
    }

    @Test
    void aVisitorAuthorizesAndListsTheCases() {
        var options = new BrowserType.LaunchOptions()
                .setExecutablePath(chromium())
                .setArgs(List.of(
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync"));
        try (Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright.chromium().launch(options);
                Page page = browser.newPage()) {
            List<String> complaints = new ArrayList<>();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text());
                }
            });
            page.onPageError(complaints::add);

            page.navigate(docket.address() + "/swagger-ui");
            authorize(page);
            listCases(page);

            assertThat(complaints).isEmpty();
        }
    }

    private static void authorize(Page page) {
        page.locator(".auth-wrapper button.authorize").click();
        Locator dialog = page.locator(".modal-ux");
        dialog.locator("input[id^=client_id]").fill("bank-channel");
        dialog.locator("input[id^=client_secret]").fill("bank-channel-secret");
        dialog.locator("label[for^='cases.read']").first().click();
        dialog.locator("button.authorize").click();
        assertThat(dialog.getByText("Logout").first()).isVisible();
        dialog.locator("button.btn-done").click();
    }

    private static void listCases(Page page) {
        Locator operation = page.locator(
                ".opblock-get", new Page.LocatorOptions().setHas(page.locator("[data-path='/v1/case/cases']")));
        operation.locator(".opblock-summary-control").click();
        operation.locator("button.try-out__btn").click();
        operation.locator("button.execute").click();

        Locator answer = operation.locator(".live-responses-table");
        assertThat(answer.locator("tbody .response-col_status").first()).containsText("200");
        assertThat(answer).containsText("WI0000497288");
    }

    private static Path chromium() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> abort("There is no Chromium on the PATH"));
    }
}
