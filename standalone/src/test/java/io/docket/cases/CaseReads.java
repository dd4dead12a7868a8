package io.docket.cases;

import static io.docket.cases.CaseEvents.activated;
import static io.docket.cases.CaseEvents.attached;
import static io.docket.cases.CaseEvents.closed;
import static io.docket.cases.CaseEvents.complaint;
import static io.docket.cases.CaseEvents.resolved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.RunningDocket;
import io.docket.cases.api.CaseId;
import io.docket.cases.api.Customer;
import io.docket.cases.api.Importance;
import io.docket.cases.api.Person;
import io.docket.cases.api.event.AttachmentRemoved;
import io.docket.cases.api.event.CallbackRequestRegistered;
import io.docket.cases.api.event.CaseEvent;
import io.docket.cases.api.event.CaseReopened;
import io.docket.cases.api.event.CaseResolved;
import io.docket.cases.api.event.CaseTypeChanged;
import io.docket.cases.api.event.ResolutionChanged;
import io.docket.cases.api.event.ServiceRequestRegistered;
import io.docket.platform.testing.TestDatabase;
import io.docket.platform.testing.http.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/**
 * What the GET endpoints of the Case API answer, on whichever database. Some of it is what they answer when somebody has
 * changed events in the log, so that this log is for no other test.
 */
@TestPropertySource(properties = "test.log=changed")
abstract class CaseReads extends RunningDocket {

    private static final String PRINTED_CASE = """
            {
                "case-id": "%s",
                "case-type": "Complaint",
                "case-class": "Complaint",
                "registered-by-id": null,
                "registered-by-name": "Stevan.Kostoski",
                "updated-by-id": null,
                "updated-by-name": "Stevan.Kostoski",
                "customer-id": "%s",
                "customer-name": "Ime237069 Prezime23706",
                "customer-ident-num": null,
                "registration-date": "%s",
                "state": "Accepted",
                "resolution": null,
                "importance": "Standard",
                "title": null,
                "details": null,
                "arrangement-num": null,
                "attachments": []
            }""";

    private final String customer = newCustomer();

    private String givenCase(String registeredAt, String type, Importance importance, String title, String details) {
        String caseId = newCaseId();
        given(
                Instant.parse(registeredAt),
                complaint(caseId, new Customer(customer, "Ana Anić", null), type, importance, title, details));
        return caseId;
    }

    private String givenCase(String registeredAt) {
        return givenCase(registeredAt, "Complaint", Importance.STANDARD, "title", "details");
    }

    private Answer list(String query) {
        return getCurrent(as("bank-channel"), "/v1/case/cases?customer-id=" + customer + query);
    }

    private static List<String> ids(Answer answer) {
        answer.expect(200);
        List<String> ids = new ArrayList<>();
        for (JsonNode item : answer.json().get("Items")) {
            ids.add(item.get("case-id").asString());
        }
        return ids;
    }

    @Test
    void printsCasesAsTheGuideDoesNewestFirst() {
        var printedCustomer = new Customer(customer, "Ime237069 Prezime23706", null);
        String[] times = {"2015-11-13T13:07:06.620Z", "2015-11-13T13:30:40.390Z", "2015-11-13T16:26:24.853Z"};
        List<String> cases = new ArrayList<>();
        for (String time : times) {
            String caseId = newCaseId();
            given(
                    Instant.parse(time),
                    complaint(caseId, printedCustomer, "Complaint", Importance.STANDARD, null, null));
            cases.add(caseId);
        }

        assertBody(list(""), 200, """
                    {"total-count": 3, "page-size": 20, "page-number": 1, "total-pages": 1, "Items": [%s, %s, %s]}""".formatted(
                        listed(cases.get(2), "2015-11-13T16:26:24.853"),
                        listed(cases.get(1), "2015-11-13T13:30:40.39"),
                        listed(cases.get(0), "2015-11-13T13:07:06.62")));
    }

    /** With a link to the case, as the guide's text says. */
    private String listed(String caseId, String registeredAt) {
        return PRINTED_CASE
                .formatted(caseId, customer, registeredAt)
                .replace("\"attachments\": []", "\"attachments\": [], \"link\": \"/v1/case/cases/" + caseId + "\"");
    }

    @Test
    void showsOpenCasesOnlyWhereNothingIsAskedFor() {
        String accepted = givenCase("2999-01-01T00:00:00Z");
        String active = givenCase("2999-01-02T00:00:00Z");
        given(activated(active));
        String resolved = givenCase("2999-01-03T00:00:00Z");
        given(resolved(resolved, "Done."));
        String closed = givenCase("2999-01-04T00:00:00Z");
        given(closed(closed));

        List<String> listed = ids(getCurrent(as("bank-channel"), "/v1/case/cases?page-size=200"));

        assertThat(listed).contains(accepted, active).doesNotContain(resolved, closed);
        assertThat(listed.indexOf(active)).isLessThan(listed.indexOf(accepted));
    }

    @Test
    void showsCasesInAnyStateWhereAnythingIsAskedFor() {
        String accepted = givenCase("2020-01-01T00:00:00Z");
        String closed = givenCase("2020-01-02T00:00:00Z");
        given(closed(closed));

        assertThat(ids(list(""))).containsExactly(closed, accepted);
    }

    @Test
    void filtersByStates() {
        String accepted = givenCase("2020-01-01T00:00:00Z");
        String active = givenCase("2020-01-02T00:00:00Z");
        given(activated(active));
        String closed = givenCase("2020-01-03T00:00:00Z");
        given(closed(closed));

        assertThat(ids(list("&states=Closed"))).containsExactly(closed);
        assertThat(ids(list("&states=Closed,Active"))).containsExactly(closed, active);
        assertThat(ids(list("&states=Closed&states=Active"))).containsExactly(closed, active);
        assertThat(ids(list("&states=Closed,Active&states=Accepted"))).containsExactly(closed, active, accepted);
        assertThat(ids(list("&states=Rejected"))).isEmpty();
    }

    /** What each filter finds is said where the list is projected. */
    @Test
    void filtersByTypesImportancesAndClasses() {
        String fees = givenCase("2020-01-01T00:00:00Z", "Fees, and more", Importance.LOW, "t", "d");
        String cards = givenCase("2020-01-02T00:00:00Z", "Cards", Importance.HIGH, "t", "d");
        String request = newCaseId();
        given(
                Instant.parse("2020-01-03T00:00:00Z"),
                new ServiceRequestRegistered(
                        new CaseId(request), complaint(request, customer).registration()));

        assertThat(ids(list("&case-types=Cards,Loans"))).containsExactly(cards);
        assertThat(ids(list("&importances=Low,High"))).containsExactly(cards, fees);
        assertThat(ids(list("&importances=Low&case-types=Cards"))).isEmpty();
        assertThat(ids(list("&case-classes=ServiceRequest"))).containsExactly(request);
    }

    @ParameterizedTest
    @CsvSource({
        "registered-from=2020-01-02, 2 1",
        "registered-from=2020-01-02T00:00:00Z, 2 1",
        "registered-from=2020-01-02T00:00:00.001Z, 2",
        "registered-from=2020-01-02T00:00:00.001, 2",
        "registered-from=2020-01-02T02:00:00%2B02:00, 2 1",
        "registered-to=2020-01-02, 2 1 0",
        "registered-to=2020-01-01, 0",
        "registered-to=2020-01-02T00:00:00Z, 1 0",
        "registered-to=2020-01-01T23:59:59.999z, 0",
        "registered-from=2020-01-02&registered-to=2020-01-02, 2 1",
        "registered-from=2021-01-01&registered-to=2020-01-02, ''",
        "registered-from=0000-01-01&registered-to=9999-12-31, 2 1 0",
        "registered-from=0000-01-01T00:00:00Z&registered-to=9999-12-31T23:59:59.999999999Z, 2 1 0",
        "registered-from=9999-12-31T23:59:59-17:59, ''",
    })
    void filtersByTimeOfRegistration(String query, String expected) {
        List<String> cases = List.of(
                givenCase("2020-01-01T23:59:59.998Z"),
                givenCase("2020-01-02T00:00:00Z"),
                givenCase("2020-01-02T23:59:59.999Z"));

        List<String> wanted = expected.isEmpty()
                ? List.of()
                : List.of(expected.split(" ", -1)).stream()
                        .map(Integer::parseInt)
                        .map(cases::get)
                        .toList();
        assertThat(ids(list("&" + query))).containsExactlyElementsOf(wanted);
    }

    @ParameterizedTest
    @CsvSource({
        "fee, true", "FEE, true", "Ćevapi, true", "ćevapi, true", "fee šešir, true", "'fee, monday!', true",
        "fe, false", "fee nothing, false", "ana, true", "answer, true", "1'; drop table, false", "%25, false"
    })
    void findsWords(String words, boolean found) {
        String caseId = givenCase(
                "2020-01-01T00:00:00Z", "Complaint", Importance.LOW, "Card fee", "Monday:\n\tŠEŠIR, (ĆEVAPI)");
        given(resolved(caseId, "The answer."));

        List<String> listed = ids(list("&q=" + URLEncoder.encode(words, StandardCharsets.UTF_8)));

        assertThat(listed).isEqualTo(found ? List.of(caseId) : List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!!", "%20", "-"})
    void findsNothingWhereTheQuestionHasNoWord(String words) {
        givenCase("2020-01-01T00:00:00Z");

        assertThat(ids(list("&q=" + words))).isEmpty();
    }

    @Test
    void forgetsTheWordsOfAnOlderAnswer() {
        String caseId = givenCase("2020-01-01T00:00:00Z");
        given(resolved(caseId, "first"), new ResolutionChanged(new CaseId(caseId), "second", Person.UNNAMED));

        assertThat(ids(list("&q=first"))).isEmpty();
        assertThat(ids(list("&q=second"))).containsExactly(caseId);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 2 1 0",
        "&sort-order=asc, 0 1 2",
        "&sort-by=importance&sort-order=asc, 2 0 1",
    })
    void sorts(String query, String expected) {
        List<String> cases = List.of(
                givenCase("2020-01-01T00:00:00Z", "Zoo", Importance.STANDARD, "t", "d"),
                givenCase("2020-01-02T00:00:00Z", "Abc", Importance.VERY_IMPORTANT, "t", "d"),
                givenCase("2020-01-03T00:00:00Z", "Mmm", Importance.LOW, "t", "d"));
        given(activated(cases.get(0)));
        given(resolved(cases.get(2), "Done."));

        assertThat(ids(list(query)))
                .containsExactlyElementsOf(List.of(expected.split(" ", -1)).stream()
                        .map(Integer::parseInt)
                        .map(cases::get)
                        .toList());
    }

    @Test
    void pages() {
        List<String> cases = new ArrayList<>();
        for (int day = 1; day <= 5; day++) {
            cases.add(0, givenCase("2020-01-0" + day + "T00:00:00Z"));
        }

        Answer second = list("&page-size=2&page-number=2");
        assertThat(ids(second)).containsExactlyElementsOf(cases.subList(2, 4));
        assertThat(pageOf(second)).isEqualTo("5 2 2 3");
        assertThat(pageOf(list("&page-size=2&page-number=3"))).isEqualTo("5 2 3 3");
        assertThat(ids(list("&page-size=2&page-number=3"))).containsExactly(cases.get(4));
        assertThat(ids(list("&page-size=200"))).hasSize(5);
        assertThat(pageOf(list("&page-size=1&page-number=2147483647"))).isEqualTo("5 1 2147483647 5");
        assertThat(ids(list("&page-size=200&page-number=2147483647"))).isEmpty();
    }

    @Test
    void hasNoPagesWhereThereIsNothing() {
        assertBody(list("&states=Closed"), 200, """
                    {"total-count": 0, "page-size": 20, "page-number": 1, "total-pages": 0, "Items": []}""");
    }

    private static String pageOf(Answer answer) {
        JsonNode page = answer.json();
        return page.get("total-count") + " " + page.get("page-size") + " " + page.get("page-number") + " "
                + page.get("total-pages");
    }

    @Test
    void showsACustomersTokenThatCustomersCasesOnly() {
        String own = newCaseId();
        String foreign = newCaseId();
        given(Instant.parse("2998-01-01T00:00:00Z"), complaint(own, "BRVU00002"));
        given(Instant.parse("2998-01-01T00:00:00Z"), complaint(foreign, "MIGR00002"));

        for (String query :
                List.of("?page-size=200", "?states=Accepted&page-size=200", "?customer-id=BRVU00002&page-size=200")) {
            assertThat(ids(getCurrent(as("customer-brvu"), "/v1/case/cases" + query)))
                    .contains(own)
                    .doesNotContain(foreign);
        }
    }

    @Test
    void refusesACustomersTokenToAskForAnother() {
        assertProblem(
                as("customer-brvu").get("/v1/case/cases?customer-id=MIGR00002"),
                403,
                "Forbidden",
                "The token does not allow to act for this customer.");
    }

    @Test
    void printsAResolvedCaseAsTheGuideDoes() {
        String caseId = newCaseId();
        var person = new Person(null, "Stevan.Kostoski");
        given(
                Instant.parse("2015-11-13T11:14:17.697Z"),
                complaint(
                        caseId,
                        new Customer("1104977710344", "Ime237069 Prezime23706", null),
                        "Complaint",
                        Importance.STANDARD,
                        null,
                        "Menja status predmeta"),
                new CaseResolved(new CaseId(caseId), "tetete", person));

        Answer answer = as("bank-channel").get("/v1/case/cases/" + caseId);

        assertBody(answer, 200, """
                    {
                        "case-id": "%s",
                        "case-type": "Complaint",
                        "case-class": "Complaint",
                        "registered-by-id": null,
                        "registered-by-name": "Stevan.Kostoski",
                        "updated-by-id": null,
                        "updated-by-name": "Stevan.Kostoski",
                        "customer-id": "1104977710344",
                        "customer-name": "Ime237069 Prezime23706",
                        "customer-ident-num": null,
                        "registration-date": "2015-11-13T11:14:17.697",
                        "state": "Resolved",
                        "resolution": "tetete",
                        "importance": "Standard",
                        "title": null,
                        "details": "Menja status predmeta",
                        "arrangement-num": null,
                        "attachments": []
                    }""".formatted(caseId));
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(as("bank-channel").get("/v1/case/cases/" + caseId + "/").body())
                .isEqualTo(answer.body());
    }

    @Test
    void printsACallbackRequestWithItsDocuments() {
        String caseId = newCaseId();
        given(
                Instant.parse("2015-11-13T16:31:05Z"),
                new CallbackRequestRegistered(
                        new CaseId(caseId),
                        Person.UNNAMED,
                        new Customer(customer, null, null),
                        Instant.parse("2099-12-22T13:33:17.588Z"),
                        "Cards"),
                attached(caseId, "a"));

        assertBody(as("bank-channel").get("/v1/case/cases/" + caseId), 200, """
                    {
                        "case-id": "%s",
                        "case-type": "CallbackRequest",
                        "case-class": "CallbackRequest",
                        "registered-by-id": null,
                        "registered-by-name": null,
                        "updated-by-id": null,
                        "updated-by-name": null,
                        "customer-id": "%s",
                        "customer-name": null,
                        "customer-ident-num": null,
                        "registration-date": "2015-11-13T16:31:05",
                        "state": "Accepted",
                        "resolution": null,
                        "importance": "Standard",
                        "title": null,
                        "details": null,
                        "arrangement-num": null,
                        "attachments": [{"file-id": "a", "file-name": "a.pdf", "sha256": null}],
                        "callback-request-time": "2099-12-22T13:33:17.588Z",
                        "categorry": "Cards"
                    }""".formatted(caseId, customer));
    }

    @Test
    void printsEveryFieldThatACaseWasRegisteredWith() {
        Answer created = as("bank-channel").post("/v1/case/complaints", """
                    {"registered-by-id":"bank-channel","customer-id":"c1","customer-name":"c2",
                     "customer-ident-num":"c3","importance":"VeryImportant","details":"d","arrangement-num":"a",
                     "comm-reason":"t","comm-reply-address":"ra","comm-reply-address-code":"rc",
                     "comm-type":"MobileApp","case-type":"Fees","rel-case-id":"rel"}""");
        String caseId = created.text("id");

        Answer answer = as("bank-channel").get(created.header("Location"));

        assertThat(answer.text("registration-date")).isNotEmpty();
        assertBody(answer, 200, """
                    {"case-id":"%s","case-type":"Fees","case-class":"Complaint","registered-by-id":"bank-channel",
                     "registered-by-name":null,"updated-by-id":"bank-channel","updated-by-name":null,"customer-id":"c1",
                     "customer-name":"c2","customer-ident-num":"c3","registration-date":%s,"state":"Accepted",
                     "resolution":null,"importance":"VeryImportant","title":"t","details":"d","arrangement-num":"a",
                     "attachments":[],"comm-type":"MobileApp","comm-reply-address":"ra",
                     "comm-reply-address-code":"rc","rel-case-id":"rel"}""".formatted(caseId, answer.json().get("registration-date")));
    }

    @Test
    void isThereAtOnceWithoutAConsistencyToken() {
        for (int i = 0; i < 20; i++) {
            Answer created = as("bank-channel").post("/v1/case/complaints", "{\"customer-id\":\"1400054\"}");

            assertThat(as("bank-channel").get(created.header("Location")).status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "W/\"1\"", "\"x\", \"1\""})
    void isNotSentAgainToThoseWhoHaveIt(String tags) {
        String caseId = newCaseId();
        given(complaint(caseId, customer), activated(caseId));

        Answer answer = as("bank-channel")
                .request("GET", "/v1/case/cases/" + caseId)
                .header("If-None-Match", tags)
                .send();

        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"0\"", "\"x\", \"\""})
    void isSentToThoseWhoHaveAnotherVersion(String tags) {
        String caseId = newCaseId();
        given(complaint(caseId, customer), activated(caseId));

        assertThat(as("bank-channel")
                        .request("GET", "/v1/case/cases/" + caseId)
                        .header("If-None-Match", tags)
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void answersHeadWithTheHeadersAlone() {
        String caseId = newCaseId();
        given(complaint(caseId, customer));

        Answer answer =
                as("bank-channel").request("HEAD", "/v1/case/cases/" + caseId).send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"0\"");
    }

    @Test
    void isNotThereForOthers() {
        String caseId = newCaseId();
        given(complaint(caseId, "BRVU00002"));

        assertThat(as("customer-brvu").get("/v1/case/cases/" + caseId).status()).isEqualTo(200);
        assertNotFound(as("customer-migr").get("/v1/case/cases/" + caseId));
        assertNotFound(as("customer-migr").get("/v1/case/cases/WI0000000001"));
        assertNotFound(as("bank-channel").get("/v1/case/cases/WI0000000001"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "WI1", "wi0000000001", "WI00000000011", "WI000000000x", "%F0%9F%98%80"})
    void isNotThereUnderAnIdThatIsNone(String id) {
        assertNotFound(as("bank-channel").get("/v1/case/cases/" + id));
        assertNotFound(as("bank-channel").get("/v1/case/cases/" + id + "/history"));
    }

    @Test
    void printsTheFirstVersionAsTheGuideDoes() {
        String caseId = newCaseId();
        given(
                Instant.parse("2015-11-13T11:14:17.697Z"),
                complaint(
                        caseId,
                        new Customer("1104977710344", "Ime237069 Prezime23706", null),
                        "Complaint",
                        Importance.STANDARD,
                        null,
                        null));

        assertBody(as("bank-channel").get("/v1/case/cases/" + caseId + "/history"), 200, """
                    {
                        "total-count": 1,
                        "page-size": 100,
                        "page-number": 1,
                        "total-pages": 1,
                        "Items": [
                            {
                                "case-id": "%s",
                                "case-type": "Complaint",
                                "updated-by-id": null,
                                "updated-by-name": "Stevan.Kostoski",
                                "customer-id": "1104977710344",
                                "customer-name": "Ime237069 Prezime23706",
                                "customer-ident-num": null,
                                "registration-date": "2015-11-13T11:14:17.697",
                                "state": "Accepted",
                                "resolution": null,
                                "importance": "Standard",
                                "details": null,
                                "arrangement-num": null,
                                "version-num": "%d",
                                "version-date": "2015-11-13T11:14:17.697",
                                "change": "complaint-registered"
                            }
                        ]
                    }""".formatted(caseId, head()));
    }

    @Test
    void hasAVersionForEveryEvent() {
        String caseId = newCaseId();
        var id = new CaseId(caseId);
        given(
                Instant.parse("2020-01-01T00:00:00Z"),
                complaint(caseId, customer),
                attached(caseId, "a"),
                new AttachmentRemoved(id, "a", Person.UNNAMED),
                new CaseTypeChanged(id, "Fees", CaseEvents.AGENT),
                activated(caseId),
                resolved(caseId, "Done."),
                new CaseReopened(id, CaseEvents.AGENT),
                new ResolutionChanged(id, "Soon.", CaseEvents.AGENT),
                closed(caseId));

        JsonNode page =
                as("bank-channel").get("/v1/case/cases/" + caseId + "/history/").json();

        assertThat(page.get("Items")
                        .valueStream()
                        .map(item -> item.get("change").asString() + " "
                                + item.get("case-type").asString() + " "
                                + item.get("state").asString() + " "
                                + item.get("resolution").asString("-") + " "
                                + item.get("updated-by-id").asString("-") + " "
                                + item.get("version-date").asString() + " "
                                + (item.get("version-num").asString().equals(String.valueOf(head())) ? "last" : "")))
                .containsExactly(
                        "complaint-registered Complaint Accepted - - 2020-01-01T00:00:00 ",
                        "attachment-added Complaint Accepted - - 2020-01-01T00:00:01 ",
                        "attachment-removed Complaint Accepted - - 2020-01-01T00:00:02 ",
                        "case-type-changed Fees Accepted - A-1001 2020-01-01T00:00:03 ",
                        "case-activated Fees Active - A-1001 2020-01-01T00:00:04 ",
                        "case-resolved Fees Resolved Done. A-1001 2020-01-01T00:00:05 ",
                        "case-reopened Fees Active - A-1001 2020-01-01T00:00:06 ",
                        "resolution-changed Fees Active Soon. A-1001 2020-01-01T00:00:07 ",
                        "case-closed Fees Closed Soon. A-1001 2020-01-01T00:00:08 last");
    }

    @ParameterizedTest
    @CsvSource({
        "'', complaint-registered case-activated case-closed",
        "?sort-order=desc, case-closed case-activated complaint-registered",
        "?sort-by=version-num&sort-order=asc, complaint-registered case-activated case-closed",
        "?page-size=2, complaint-registered case-activated",
        "?page-size=2&page-number=2, case-closed",
        "?page-size=2&page-number=2&sort-order=desc, complaint-registered",
        "?page-size=200&page-number=2147483647, ''",
    })
    void pagesAndSorts(String query, String changes) {
        String caseId = newCaseId();
        given(complaint(caseId, customer), activated(caseId), closed(caseId));

        JsonNode page = as("bank-channel")
                .get("/v1/case/cases/" + caseId + "/history" + query)
                .json();

        assertThat(page.get("total-count").asInt()).isEqualTo(3);
        assertThat(String.join(
                        " ",
                        page.get("Items")
                                .valueStream()
                                .map(item -> item.get("change").asString())
                                .toList()))
                .isEqualTo(changes);
    }

    @Test
    void theHistoryIsNotThereForOthers() {
        String caseId = newCaseId();
        given(complaint(caseId, "BRVU00002"));

        assertThat(as("customer-brvu")
                        .get("/v1/case/cases/" + caseId + "/history")
                        .status())
                .isEqualTo(200);
        assertNotFound(as("customer-migr").get("/v1/case/cases/" + caseId + "/history"));
        assertNotFound(as("bank-channel").get("/v1/case/cases/WI0000000001/history"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cases", "cases/WI0000000001", "cases/WI0000000001/history"})
    void doNotWaitForWhatNobodyHasWritten(String path) {
        Answer answer = as("bank-channel")
                .request("GET", "/v1/case/" + path)
                .header("Consistency-Token", "999999999999999999")
                .send();

        assertInvalid(answer, "Consistency-Token", "out-of-range", "Must be a token that an answer carried.");
    }

    @Test
    void sayThatACaseIsHeldUpUntilItsEventCanBeRead() {
        String caseId = newCaseId();
        given(complaint(caseId, customer));
        assertThat(ids(list(""))).containsExactly(caseId);

        append(caseId, "docket.case.case-activated", "[");

        assertHeldUp(
                list(""), "The answer may lack a change that is held up. Without a Consistency-Token it can be read.");
        assertThat(ids(as("bank-channel").get("/v1/case/cases?customer-id=" + customer)))
                .containsExactly(caseId);
        assertHeldUp(
                as("bank-channel").get("/v1/case/cases/" + caseId), "The latest change of this resource is held up.");
        assertHeldUp(
                as("bank-channel").get("/v1/case/cases/" + caseId + "/history"),
                "The latest change of this resource is held up.");

        jdbc().sql("update domain_event set payload = ? where aggregate_identifier = ? and sequence_number = 1")
                .params(
                        ("{\"case-id\":\"" + caseId + "\",\"by\":{\"id\":\"A-1\",\"name\":\"Ana\"}}")
                                .getBytes(StandardCharsets.UTF_8),
                        caseId)
                .update();
        await().atMost(TestDatabase.PATIENCE)
                .untilAsserted(() -> assertThat(ids(list("&states=Active"))).containsExactly(caseId));
        assertThat(as("bank-channel").get("/v1/case/cases/" + caseId).text("state"))
                .isEqualTo("Active");
    }

    /** An event that is written into the store by hand. */
    private void append(String caseId, String type, String payload) {
        jdbc().sql(
                        "insert into domain_event (global_index, event_identifier, aggregate_identifier, sequence_number, type, "
                                + "time_stamp, payload_type, payload_revision, payload, meta_data) select "
                                + "(select max(global_index) + 1 from domain_event), ?, ?, max(sequence_number) + 1, 'Case', "
                                + "current_timestamp, ?, '1', ?, ? from domain_event where aggregate_identifier = ?")
                .params(
                        UUID.randomUUID().toString(),
                        caseId,
                        type,
                        payload.getBytes(StandardCharsets.UTF_8),
                        "{\"actor\":\"given\",\"correlation-id\":\"given\"}".getBytes(StandardCharsets.UTF_8),
                        caseId)
                .update();
    }

    private static void assertHeldUp(Answer answer, String detail) {
        assertProblem(answer, 503, "Service Unavailable", detail);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
    }

    @Test
    void leaveACaseAloneThatANewerVersionHasChanged() {
        String caseId = newCaseId();
        given(complaint(caseId, customer));
        append(caseId, "docket.later.case-reviewed", "{}");
        long head = head();

        Answer answer = as("bank-agent").put("/v1/case/cases/" + caseId, "{\"state\":\"Active\"}");

        assertProblem(
                answer,
                503,
                "Service Unavailable",
                "This version does not know events docket.later.case-reviewed of revision 1 yet.");
        assertThat(head()).isEqualTo(head);
        assertThat(as("bank-channel").get("/v1/case/cases/" + caseId).status()).isEqualTo(503);
    }

    @ParameterizedTest
    @CsvSource({
        "case-type, case-type, 64",
        "customer-id, customer-id, 64",
        "customer-name, customer-name, 200",
        "customer-ident-num, customer-ident-num, 64",
        "details, details, 4000",
        "arrangement-num, arrangement-num, 64",
        "comm-reason, title, 500",
        "comm-reply-address, comm-reply-address, 255",
        "comm-reply-address-code, comm-reply-address-code, 64",
        "rel-case-id, rel-case-id, 64",
    })
    void areKeptInAnyScript(String field, String read, int max) {
        for (String letter : List.of("a", "ж", "字", "\uD83D\uDE00", "\"", "\\\\")) {
            String value = letter.equals("\"") ? "\\\"".repeat(max) : letter.repeat(max);
            String others = field.equals("customer-id") ? "" : ",\"customer-id\":\"" + customer + "\"";
            Answer created = as("bank-channel")
                    .post("/v1/case/complaints", "{\"" + field + "\":\"" + value + "\"" + others + "}");
            assertThat(created.status()).as("%s of %s", field, letter).isEqualTo(201);

            Answer answer = as("bank-channel").get(created.header("Location"));

            assertThat(answer.status()).as("%s of %s", field, letter).isEqualTo(200);
            assertThat(answer.json().get(read).toString()).isEqualTo("\"" + value + "\"");
        }
    }

    /** Of texts that are longer than anybody may write. */
    @Test
    void sayThatAPageWouldBeTooLarge() {
        String large = "\u20ac".repeat(200_000);
        for (int i = 0; i < 30; i++) {
            String listed = newCaseId();
            var whose = new Customer(customer, null, null);
            given(complaint(listed, whose, "Complaint", Importance.STANDARD, null, large), closed(listed));
        }
        String caseId = newCaseId();
        List<CaseEvent> events = new ArrayList<>();
        events.add(complaint(caseId, newCustomer()));
        for (int i = 0; i < 30; i++) {
            events.add(new ResolutionChanged(new CaseId(caseId), large, CaseEvents.AGENT));
        }
        events.add(closed(caseId));
        given(events.toArray(CaseEvent[]::new));

        for (String page : List.of(
                "/v1/case/cases?customer-id=" + customer + "&page-size=",
                "/v1/case/cases/" + caseId + "/history?page-size=")) {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                            getCurrent(as("bank-channel"), page + 10).json().path("Items"))
                    .hasSize(10));
            assertInvalid(
                    getCurrent(as("bank-channel"), page + 200),
                    "page-size",
                    "out-of-range",
                    "page-size is out of range: the page would have more than 16 MiB. Ask for fewer items.");
        }
    }
}
