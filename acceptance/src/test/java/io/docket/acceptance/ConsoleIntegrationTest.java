package io.docket.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import io.docket.platform.testing.partner.Partners;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The console, as people walk it in a browser. */
@Tag("long")
@ResourceLock(Keycloak.ORIGIN)
@Tag("any-issuer")
class ConsoleIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("console");

    private static final Looks LOOKS = new Looks(Path.of("target/console-pictures"));
    private static final String HOSTILE = "<img src=x onerror=\"document.title='broken'\"> & 'more'";
    private static final String QUEUE = "/console/operations/queues/send_to_card_system";

    private static Database database;
    private static DocketProcess docket;
    private static Chromium chromium;
    private static Client agent;
    private static String caseId;

    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void start() {
        chromium = new Chromium();
        database = PostgreSql.newDatabase();
        docket = DOCKETS.start(
                DocketSettings.in(DOCKETS.newFolder()).on(database).forBrowsers());
        agent = docket.client("bank-agent");
        caseId = agent.complain("BRVU00002", "The card was charged twice")
                .expect(201)
                .text("id");
        agent.attach(caseId, "receipt").expect(200);
        agent.put(Client.ROOT + "/cases/" + caseId, Map.of("resolution", "Refunded"))
                .expect(200);
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (docket != null) {
            assertThat(docket.output().lines().filter(line -> line.contains(" ERROR ")))
                    .as("whatever people clicked, and wherever they turned in the middle")
                    .allMatch(line -> line.contains(" holds up "));
        }
    }

    private BrowserContext person() {
        BrowserContext person = chromium.browser().newContext();
        Looks.prepare(person);
        return person;
    }

    private Page open(BrowserContext person) {
        Page page = person.newPage();
        page.onConsoleMessage(message -> {
            // A page that is refused is told so on the console, too.
            if (message.type().equals("error") && !message.text().contains("status of 40")) {
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
        if (Keycloak.isIssuer()) {
            Keycloak.logIn(page, name);
            return;
        }
        page.getByLabel("Name").fill(name);
        page.getByLabel("Password").fill(name + "-secret");
        page.getByRole(AriaRole.BUTTON).click();
    }

    /** Search, the history of one thing, how it stood then, its proof, and out again. */
    @Test
    void anAuditorFollowsWhatHappenedToACase() {
        try (BrowserContext person = person()) {
            Page page = open(person);
            if (!Keycloak.isIssuer()) {
                assertThat(page.locator("main")).containsText("bank-agent");
            }
            LOOKS.at(page, "landing");
            logIn(page, "auditor");
            assertThat(page).hasURL(Pattern.compile(".*/console/audit"));
            assertThat(page.getByText("Logged in as auditor")).isVisible();

            page.getByLabel("Work item, case, order or lead").fill(caseId);
            page.keyboard().press("Enter");
            Locator found = page.getByRole(AriaRole.TABLE)
                    .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(caseId));
            assertThat(found.first()).isVisible();
            LOOKS.at(page, "search");
            found.first().click();

            assertThat(page.locator("h1")).containsText(caseId);
            assertThat(page.locator(".timeline li")).hasCount(3);
            assertThat(page.locator(".timeline [aria-current]")).containsText("resolution-changed");
            assertThat(page.locator("tr.changed")).containsText(new String[] {"resolution"});
            LOOKS.at(page, "item");

            Locator slider = page.getByRole(AriaRole.SLIDER);
            slider.focus();
            page.keyboard().press("Home");
            assertThat(page.locator(".timeline [aria-current]")).containsText("complaint-registered");
            assertThat(page.getByText("receipt")).hasCount(0);
            assertThat(slider).isFocused();
            assertThat(page).hasURL(Pattern.compile(".*sequence=0"));

            page.getByLabel("As of (UTC)").fill("2999-01-01T00:00:01");
            page.getByLabel("As of (UTC)").press("Enter");
            assertThat(page.locator(".timeline [aria-current]")).containsText("resolution-changed");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("that it is in the log"))
                    .click();
            assertThat(page.locator("pre")).containsText("c2sp.org/tlog-proof");
            LOOKS.at(page, "proof");

            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log out"))
                    .click();
            if (!Keycloak.isIssuer()) {
                assertThat(page).hasURL(docket.address() + "/");
                page.navigate(docket.address() + "/console/audit");
                assertThat(page).hasURL(Pattern.compile(".*/oauth2/login"));
            }
        }
        assertThat(complaints).isEmpty();
    }

    /** Events come by while the auditor watches, and none while the auditor does not. */
    @Test
    void anAuditorWatchesWhatHappens() {
        try (BrowserContext person = person()) {
            Page page = open(person);
            logIn(page, "auditor");
            link(page, "Live").click();
            Locator events = page.locator(".tail li");
            assertThat(events.first()).isVisible();

            String watched = agent.complain("BRVU00002", HOSTILE).expect(201).text("id");
            Locator first = page.locator(".tail li", new Page.LocatorOptions().setHasText(watched));
            assertThat(first).containsText("docket.case.complaint-registered");
            assertThat(page.locator(".tail")).not().containsText("Branislav");
            first.locator("summary").click();
            assertThat(first.locator("pre")).containsText("[masked]");
            LOOKS.at(page, "live");
            assertThat(page).hasTitle("Live · Docket");

            Locator pause = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Pause"));
            pause.focus();
            page.keyboard().press("Space");
            assertThat(pause).hasAttribute("aria-pressed", "true");
            int before = events.count();
            String missed = agent.complain("BRVU00002", "Later").expect(201).text("id");
            Locator later = page.locator(".tail li", new Page.LocatorOptions().setHasText(missed));
            assertThat(later).hasCount(0);
            page.keyboard().press("Space");
            assertThat(later).hasCount(1);
            assertThat(events).hasCount(before + 1);

            page.getByLabel("Events of").selectOption("docket.sales-lead.*");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show"))
                    .click();
            assertThat(page.getByLabel("Events of")).hasValue("docket.sales-lead.*");
            assertThat(page.getByText("Nothing has come by yet.")).isVisible();
            assertThat(page.locator(".tail")).not().containsText("docket.case");

            page.navigate(docket.address() + "/console/audit/live?subject=" + watched);
            page.locator(".tail").getByRole(AriaRole.LINK).first().click();
            assertThat(page.getByRole(AriaRole.TABLE)).containsText("complaint-registered");
            assertThat(docket.client("auditor")
                            .get("/audit/search?records=read&type=streamEvents&actor=auditor")
                            .items())
                    .isNotEmpty();
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void anOperatorSeesNoBusinessAndAnAuditorNoOperations() {
        try (BrowserContext person = person()) {
            Page page = open(person);
            logIn(page, "operator");
            assertThat(page.getByText("Logged in as operator")).isVisible();
            assertThat(link(page, "Audit")).hasCount(0);
            assertThat(link(page, "Live")).hasCount(0);
            assertRefused(page, "/console/audit?object-id=" + caseId, "/console/audit/cases/" + caseId);
            assertRefused(page, "/console/audit/live", "/console/audit/live/events?after=0");
            LOOKS.at(page, "forbidden");
        }
        try (BrowserContext person = person()) {
            Page page = open(person);
            logIn(page, "auditor");
            assertThat(page.getByText("Logged in as auditor")).isVisible();
            assertThat(link(page, "Dead letters")).hasCount(0);
            assertRefused(page, "/console/operations", "/console/operations/replays");
            assertRefused(page, "/console/operations/queues", "/console/operations/dead-letters");
            assertRefused(page, "/console/operations/partners");
        }
        assertThat(complaints).isEmpty();
    }

    private static void assertRefused(Page page, String... paths) {
        for (String path : paths) {
            assertThat(page.navigate(docket.address() + path).status()).isEqualTo(403);
            assertThat(page.locator("h1")).hasText("Forbidden");
            assertThat(page.locator("main")).not().containsText("charged twice");
        }
    }

    /** The live tables are held, so that the new ones have to wait for their place while the operator looks. */
    @Test
    void anOperatorHasAReadModelMadeAnewAndSeesItsEnd() {
        var reader = new LockHolder(database);
        try (BrowserContext person = person()) {
            Page page = open(person);
            logIn(page, "operator");
            assertThat(page.locator("h1")).hasText("Projections and automations");
            assertThat(page.locator(".chart polyline")).not().hasCount(0);
            LOOKS.at(page, "projections");
            reader.hold("select 1 from case_list");
            link(page, "cases").click();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Rebuild"))
                    .click();
            assertThat(page.getByLabel("Events of the log dealt with")).isVisible();
            assertThat(page.locator("[data-status]")).hasText("running");
            LOOKS.at(page, "rebuild-running");
            reader.release();
            assertThat(page.locator("#told")).hasText("It is completed.");
            assertThat(page.locator("[data-status]")).hasText("completed");
            assertThat(page.getByRole(AriaRole.PROGRESSBAR)).hasCount(0);

            link(page, "All rebuilds").click();
            page.getByLabel("Read model").selectOption("cases");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Dry run"))
                    .click();
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Nothing differs")))
                    .isVisible();
            LOOKS.at(page, "dry-run");
            link(page, "Rebuilds").click();
            assertThat(page.locator("tbody")).containsText("dry run");
            LOOKS.at(page, "rebuilds");
        } finally {
            reader.release();
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void anOperatorCancelsARebuild() {
        var reader = new LockHolder(database);
        try (BrowserContext person = person()) {
            Page page = open(person);
            logIn(page, "operator");
            link(page, "Rebuilds").click();
            reader.hold("select 1 from sales_lead_history");
            page.getByLabel("Read model").selectOption("sales-leads");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Rebuild"))
                    .click();
            Locator cancel = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Cancel"));
            cancel.focus();
            page.keyboard().press("Enter");
            assertThat(page.locator(".done")).containsText("It is canceled.");
            assertThat(page.locator("[data-status]")).hasText("canceled");
        } finally {
            reader.release();
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void anOperatorMendsOneDeadLetterAndDiscardsAnother() {
        String mended = heldUp("mended");
        String discarded = heldUp("discarded");
        try (BrowserContext person = person()) {
            Page page = open(person);
            logIn(page, "operator");
            Locator ofCases = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("2 held up by cases"));
            assertThat(ofCases).isVisible();
            assertThat(page.locator("[data-summary]")).containsText(Pattern.compile("needs? care"));
            ofCases.click();
            assertThat(page.locator("article")).hasCount(2);
            assertThat(thing(page, mended)).containsText("docket.case.case-activated");
            assertThat(thing(page, mended)).containsText("23514");
            LOOKS.at(page, "dead-letters");

            Locator discarding = thing(page, discarded);
            discarding.locator("summary").click();
            discarding.getByLabel("Why, without personal data").fill(HOSTILE);
            LOOKS.at(page, "dead-letter-discarded");
            discarding
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Discard"))
                    .click();
            assertThat(page.locator(".done")).containsText("It is discarded");
            assertThat(page.locator(".done")).isFocused();
            assertThat(thing(page, discarded)).hasCount(0);
            link(page, "Discarded").click();
            assertThat(thing(page, discarded)).containsText(HOSTILE);
            assertThat(page).hasTitle("Dead letters · Docket");

            // However slow it is to get there, nobody is there before the operator.
            database.execute(List.of(
                    "update projection_dead_letter set next_attempt = timestamp with time zone '2999-01-01 00:00:00Z'",
                    "alter table case_list drop constraint mended"));
            link(page, "Held up").click();
            thing(page, mended)
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Retry"))
                    .click();
            assertThat(page.locator(".done")).containsText("It is tried again");
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                            agent.getCase(mended).expect(200).text("state"))
                    .isEqualTo("Active"));
            page.navigate(docket.address() + "/console/operations/dead-letters");
            assertThat(page.getByText("Nothing is held up.")).isVisible();

            database.execute(List.of("alter table case_list drop constraint discarded"));
            link(page, "Discarded").click();
            thing(page, discarded)
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Retry"))
                    .click();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> agent.getCase(discarded).expect(200));
        }
        assertThat(complaints).isEmpty();
    }

    /** A case whose change the list refuses, by a constraint of this name. */
    private static String heldUp(String name) {
        String id = agent.complain("MIGR00002", "Held up").expect(201).text("id");
        agent.getCase(id).expect(200);
        database.execute(List.of("alter table case_list add constraint " + name + " check (case_id <> '" + id
                + "' or state <> 'Active')"));
        agent.put(Client.ROOT + "/cases/" + id, Map.of("state", "Active")).expect(200);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> docket.client("operator").get("/operations/dead-letters").items().stream()
                        .anyMatch(letter -> letter.get("object-id").asString().equals(id)));
        return id;
    }

    /** The partner is away: what waits for it is given up, and done, when the partner is back. */
    @Test
    void anOperatorSettlesWhatWaitsForAPartner() {
        Partners partners = docket.partners();
        partners.tell("card-system", "\"down\": true");
        String hopeless = order("card-deblockades", "CARD-0003");
        String patient = order("card-terminations", "CARD-0001");
        try (BrowserContext person = person()) {
            Page page = open(person);
            logIn(page, "operator");
            link(page, "Partners").click();
            Locator cards = page.locator("article", new Page.LocatorOptions().setHasText("The card system"));
            assertThat(cards).containsText("fails");
            LOOKS.at(page, "partners");
            link(page, "Queues").click();
            assertThat(page.getByRole(
                            AriaRole.LINK, new Page.GetByRoleOptions().setName("failing in send_to_card_system")))
                    .isVisible();
            LOOKS.at(page, "queues");
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                page.navigate(docket.address() + QUEUE + "?failing=true");
                return thing(page, hopeless).getByText("Last error").count() > 0;
            });
            LOOKS.at(page, "queue");

            settle(page, hopeless, () -> {
                thing(page, hopeless).locator("summary").click();
                thing(page, hopeless).getByLabel("Why, without personal data").fill(HOSTILE);
                thing(page, hopeless)
                        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Give up"))
                        .click();
            });
            assertThat(page.locator(".done")).containsText("It is given up");
            assertThat(thing(page, hopeless)).hasCount(0);
            assertThat(agent.get("/customer-order/card-deblockades/" + hopeless)
                            .expect(200)
                            .text("status"))
                    .isEqualTo("rejected");

            partners.tell("card-system", "");
            settle(page, patient, () -> thing(page, patient)
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Retry now"))
                    .click());
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(agent.get("/customer-order/card-terminations/" + patient)
                                    .expect(200)
                                    .text("status"))
                            .isEqualTo("external-processing-succeded"));
            link(page, "Partners").click();
            assertThat(cards).containsText("answers");
        } finally {
            partners.tell("card-system", "");
        }
        assertThat(complaints).isEmpty();
    }

    private static String order(String kind, String card) {
        return agent.post("/customer-order/" + kind, Map.of("card-id", card))
                .expect(202)
                .text("id");
    }

    /** A task that is being done just now has no buttons, and is left alone: then it is done a moment later. */
    private static void settle(Page page, String id, Runnable deed) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            page.navigate(docket.address() + QUEUE);
            if (thing(page, id).count() == 0) {
                return true;
            }
            if (thing(page, id).getByText("it is being done").count() > 0) {
                return false;
            }
            deed.run();
            page.waitForLoadState();
            return page.locator(".done").count() > 0;
        });
    }

    /** A keyboard is all that one needs, and the first that it comes to leads past the links. */
    @Test
    void aKeyboardLeadsToTheContent() {
        try (BrowserContext person = person()) {
            Page page = open(person);
            logIn(page, "operator");
            assertThat(page.locator("h1")).isVisible();
            page.keyboard().press("Tab");
            Locator skip = link(page, "Skip to the content");
            assertThat(skip).isFocused();
            page.keyboard().press("Enter");
            assertThat(page.locator("main")).isFocused();
        }
        assertThat(complaints).isEmpty();
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** What is shown of one thing. */
    private static Locator thing(Page page, String id) {
        return page.locator("article", new Page.LocatorOptions().setHasText(id));
    }

    /** What somebody could take from the browser is out of reach of scripts, and of other sites. */
    @Test
    void whatTheBrowserKeepsIsOutOfReach() {
        try (BrowserContext person = person()) {
            Page page = open(person);
            logIn(page, "auditor");
            assertThat(page.getByText("Logged in as auditor")).isVisible();

            assertThat(person.cookies()).anyMatch(cookie -> cookie.name.equals("docket-console"));
            for (Cookie cookie : person.cookies()) {
                // Ports do not keep cookies apart: an issuer's own may be among them.
                if (!cookie.path.startsWith("/realms/")) {
                    assertThat(cookie.httpOnly).as(cookie.name).isTrue();
                }
            }
            assertThat(page.evaluate("document.cookie")).isEqualTo("");
            String policy = page.reload().headers().get("content-security-policy");
            assertThat(policy).contains("default-src 'none'").doesNotContain("unsafe");
        }
        assertThat(complaints).isEmpty();
    }
}
