package io.docket.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.DemoToken;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An issuer that is not ours: which of its tokens count, and that its people get in. */
@Tag("long")
@ResourceLock(Keycloak.ORIGIN)
@Tag("any-issuer")
@EnabledIfSystemProperty(named = "docket.issuer", matches = "keycloak")
class KeycloakIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("keycloak");

    /** A token is over, and the minute of grace that it has. */
    private static final Duration UNTIL_OVER = Duration.ofSeconds(100);

    private static DocketProcess docket;
    private static Chromium chromium;
    private static Client shortLived;

    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void start() {
        docket = DOCKETS.start(DocketSettings.in(DOCKETS.newFolder()).forBrowsers());
        shortLived = docket.client(Keycloak.SHORT_LIVED);
        shortLived.get(Client.ROOT + "/cases").expect(200);
        chromium = new Chromium();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    /** Docket has no tokens of its own then. */
    @Test
    void nobodyElseIssuesTokens() {
        assertThat(Client.send(DemoToken.request(docket.address(), "bank-agent"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void tokensSayForWhomTheyAreAndWhoActs() {
        JsonNode claims = claims(docket.client("bank-agent"));

        assertThat(claims.required("iss").asString())
                .isEqualTo(Keycloak.running().issuer());
        assertThat(claims.required("aud").toString()).contains("docket");
        assertThat(claims.required("agent_name").asString()).isEqualTo("Stevan.Kostoski");
        assertThat(claims(docket.client("reseller-acme")).required("roles").toString())
                .isEqualTo("[\"RESELLER\"]");
    }

    @Test
    void aScopeThatIsMissingIsForbidden() {
        docket.client("auditor").get(Client.ROOT + "/cases").expect(403);
        docket.client("bank-channel").get("/audit/search").expect(403);
        docket.client("bank-channel").get("/actuator/prometheus").expect(403);
    }

    @Test
    void aCustomersTokenActsForNoOther() {
        Client customer = docket.client("customer-brvu");

        customer.complain("BRVU00002", "Of mine").expect(201);
        customer.complain("MIGR00002", "Of another").expect(403);
    }

    @Test
    void aTokenForAnotherSystemIsRefused() {
        assertThat(claims(docket.client(Keycloak.OF_ANOTHER_SYSTEM))
                        .required("scope")
                        .asString())
                .contains("cases.read");

        docket.client(Keycloak.OF_ANOTHER_SYSTEM).get(Client.ROOT + "/cases").expect(401);
    }

    @Test
    void aTokenWithAnotherSignatureIsRefused() {
        String token = String.valueOf(docket.client("bank-agent").token());
        String claims = token.split("\\.", -1)[1];
        String widened = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8)
                        .replace("cases.read", "audit.read cases.read")
                        .getBytes(StandardCharsets.UTF_8));

        Client.withToken(docket.address(), token).get(Client.ROOT + "/cases").expect(200);
        Client.withToken(docket.address(), token.replace(claims, widened))
                .get(Client.ROOT + "/cases")
                .expect(401);
    }

    /** It was good when it was used first. */
    @Test
    void aTokenThatIsOverIsRefused() {
        await().atMost(UNTIL_OVER)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> shortLived.get(Client.ROOT + "/cases").status() == 401);
    }

    /** An issuer does not say no to people whom it knows; it gives them what they have of what is asked for. */
    @Test
    void aPersonGetsTheScopesThatThePersonHas() {
        try (BrowserContext person = chromium.browser().newContext()) {
            Page page = person.newPage();
            logIn(page, "auditor");
            assertThat(page.getByText("Logged in as auditor")).isVisible();
            assertThat(page.navigate(docket.address() + "/console/operations").status())
                    .isEqualTo(403);
        }
    }

    /** Who logs out where others sit down next ends the session at the issuer, too: it would let them in again. */
    @Test
    void whoLogsOutCanEndTheSessionAtTheIssuerToo() {
        try (BrowserContext person = chromium.browser().newContext()) {
            Page page = watched(person);
            logIn(page, "operator");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log out"))
                    .click();
            assertThat(page.locator("h1")).hasText("You are logged out");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("End it there"))
                    .click();
            page.locator("input[type=submit], button[type=submit]").first().click();
            page.waitForURL(docket.address() + "/");

            page.navigate(docket.address() + "/console");
            assertThat(page.locator("input[name=password]")).isVisible();
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void aVisitorOfTheReferencePagesLogsInAndListsTheCases() {
        try (BrowserContext person = chromium.browser().newContext()) {
            Page page = watched(person);
            ReferencePage reference = ReferencePage.open(page, docket);
            Locator login = reference.flow("authorizationCode");
            login.locator("input[id^=client_id]").fill("swagger-ui");
            Page form =
                    page.waitForPopup(() -> login.locator("button.authorize").click());
            Keycloak.logIn(form, "bank-agent");
            reference.awaitAuthorized();
            reference.listCases();
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void aClientOfTheReferencePagesGetsATokenAndListsTheCases() {
        try (BrowserContext person = chromium.browser().newContext()) {
            Page page = watched(person);
            ReferencePage reference = ReferencePage.open(page, docket);
            Locator credentials = reference.flow("clientCredentials");
            credentials.locator("input[id^=client_id]").last().fill("bank-channel");
            credentials.locator("input[id^=client_secret]").last().fill("bank-channel-secret");
            credentials.locator("button.authorize").last().click();
            reference.awaitAuthorized();
            reference.listCases();
        }
        assertThat(complaints).isEmpty();
    }

    /** The realm's client for people's passwords is none: the form of the issuer alone takes them. */
    @Test
    void noClientTakesPasswords() {
        Answer refused =
                Client.send(HttpRequest.newBuilder(URI.create(Keycloak.running().tokenEndpoint()))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form(Map.of(
                                "grant_type", "password",
                                "client_id", "docket-console",
                                "username", "auditor",
                                "password", "auditor-secret")))));

        assertThat(refused.expect(400).text("error")).isEqualTo("unauthorized_client");
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .reduce((one, next) -> one + "&" + next)
                .orElseThrow();
    }

    private static JsonNode claims(Client client) {
        String token = String.valueOf(client.token());
        return JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
    }

    private static void logIn(Page page, String name) {
        page.navigate(docket.address() + "/console");
        Keycloak.logIn(page, name);
        page.waitForURL(docket.address() + "/console/**");
    }

    private Page watched(BrowserContext person) {
        Page page = person.newPage();
        page.onPageError(complaints::add);
        return page;
    }
}
