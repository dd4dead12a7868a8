package io.docket.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The reference pages in a browser. */
@Tag("long")
class SwaggerUiIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("swagger-ui");

    private static DocketProcess docket;
    private static Chromium chromium;

    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void start() {
        docket = DOCKETS.start(DocketSettings.in(DOCKETS.newFolder()).forBrowsers());
        chromium = new Chromium();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void aVisitorFindsTheFourApisFirstChoosesADemoClientAndListsTheCases() {
        try (Page page = open(docket)) {
            List<String> tags = tags(page);
            assertThat(tags).startsWith("Card orders");
            assertThat(tags.indexOf("Cases")).isGreaterThan(tags.indexOf("Card order classifications"));
            assertThat(tags.indexOf("eSIM orders")).isGreaterThan(tags.indexOf("Case classifications"));
            assertThat(tags.indexOf("Sales leads")).isEqualTo(tags.indexOf("eSIM orders") + 1);

            Locator dialog = ReferencePage.flow(new ReferencePage(page).openDialog(), "clientCredentials");
            Locator client = page.locator("#demo-client");
            assertThat(client.locator("option").allTextContents())
                    .contains("bank-channel", "reseller-acme", "operator");
            client.selectOption("auditor");
            assertThat(scopes(dialog)).containsExactly("audit.read");
            client.selectOption("bank-agent");
            assertThat(scopes(dialog)).contains("cases.manage").doesNotContain("audit.read", "esim");
            authorize(dialog);
            new ReferencePage(page).listCases();

            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void aVisitorLogsInAndListsTheCases() {
        try (Page page = open(docket)) {
            Locator dialog = new ReferencePage(page).openDialog();
            Locator login = ReferencePage.flow(dialog, "authorizationCode");
            Page form =
                    page.waitForPopup(() -> login.locator("button.authorize").click());
            form.locator("input[name=username]").fill("bank-agent");
            form.locator("input[name=password]").fill("bank-agent-secret");
            form.locator("button").click();
            assertThat(dialog.getByText("Logout").first()).isVisible();
            dialog.locator("button.btn-done").last().click();
            new ReferencePage(page).listCases();

            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void inProductionTokensComeFromTheConfiguredIssuer() throws Exception {
        HttpServer issuer = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        String address = "http://localhost:" + issuer.getAddress().getPort() + "/realms/bank";
        answer(issuer, "/realms/bank/.well-known/openid-configuration", """
                {"issuer": "%1$s", "token_endpoint": "%1$s/token", "authorization_endpoint": "%1$s/login",
                 "jwks_uri": "%1$s/keys"}""".formatted(address));
        answer(issuer, "/realms/bank/token", """
                {"access_token": "opaque", "token_type": "Bearer", "expires_in": 300}""");
        answer(
                issuer,
                "/realms/bank/keys",
                "{\"keys\": [{\"kty\": \"RSA\", \"alg\": \"RS256\", \"e\": \"AQAB\", \"n\": \"" + modulus() + "\"}]}");
        issuer.start();
        DocketProcess production = DOCKETS.start(DocketSettings.in(DOCKETS.newFolder())
                .withoutDemo()
                .with("SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUERURI", address));
        try (Page page = open(production)) {
            assertThat(tags(page)).startsWith("Card orders");

            Locator dialog = new ReferencePage(page).openDialog();
            assertThat(dialog.locator("#demo-client").count()).isZero();
            assertThat(dialog.textContent())
                    .contains(address + "/token", address + "/login")
                    .doesNotContain("/oauth2/token");
            Locator credentials = ReferencePage.flow(dialog, "clientCredentials");
            credentials.locator("input[id^=client_id]").last().fill("a-client");
            credentials.locator("input[id^=client_secret]").last().fill("its secret");
            authorize(credentials);

            assertThat(complaints).isEmpty();
        } finally {
            issuer.stop(0);
        }
    }

    /** Of some key: nobody signs with it. */
    private static String modulus() throws NoSuchAlgorithmException {
        var key = (RSAPublicKey)
                KeyPairGenerator.getInstance("RSA").generateKeyPair().getPublic();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(key.getModulus().toByteArray());
    }

    /** As an issuer does that lets pages of other origins ask it. */
    private static void answer(HttpServer issuer, String path, String json) {
        issuer.createContext(path, exchange -> {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.getResponseHeaders().add("Access-Control-Allow-Origin", "*");
            exchange.getResponseHeaders().add("Access-Control-Allow-Headers", "authorization, x-requested-with");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private Page open(DocketProcess process) {
        Page page = chromium.browser().newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return ReferencePage.open(page, process).page();
    }

    private static List<String> tags(Page page) {
        return page.locator(".opblock-tag").all().stream()
                .map(tag -> tag.getAttribute("data-tag"))
                .toList();
    }

    private static List<String> scopes(Locator dialog) {
        return dialog.locator(".scopes .checkbox .name").allTextContents();
    }

    private static void authorize(Locator dialog) {
        dialog.locator("button.authorize").last().click();
        assertThat(dialog.getByText("Logout").first()).isVisible();
        dialog.locator("button.btn-done").last().click();
    }
}
