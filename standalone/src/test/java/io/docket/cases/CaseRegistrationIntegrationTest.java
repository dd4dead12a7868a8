package io.docket.cases;

import static io.docket.cases.CaseEvents.complaint;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.RunningDocket;
import io.docket.cases.api.CaseId;
import io.docket.cases.api.CommType;
import io.docket.cases.api.Customer;
import io.docket.cases.api.Importance;
import io.docket.cases.api.Person;
import io.docket.cases.api.Registration;
import io.docket.cases.api.Reply;
import io.docket.cases.api.event.CallbackRequestRegistered;
import io.docket.cases.api.event.CaseEvent;
import io.docket.cases.api.event.ComplaintRegistered;
import io.docket.cases.api.event.ServiceRequestRegistered;
import io.docket.platform.testing.http.Answer;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaseRegistrationIntegrationTest extends RunningDocket {

    private static final String EVERY_FIELD = """
            {
              "case-id": "%s",
              "registered-by-id": "string",
              "registered-by-name": "string",
              "customer-id": "string",
              "customer-name": "string",
              "customer-ident-num": "string",
              "importance": "Low",
              "details": "string",
              "arrangement-num": "string",
              "comm-reason": "string",
              "comm-reply-address": "string",
              "comm-reply-address-code": "string",
              "comm-type": "Email",
              "case-type": "string",
              "rel-case-id": "string"
            }""";

    /** Who registers where the token names no person. */
    private static final Person CHANNEL = new Person("bank-channel", null);

    private static final Registration EVERY_FIELD_REGISTERED = new Registration(
            CHANNEL,
            new Customer("string", "string", "string"),
            "string",
            Importance.LOW,
            "string",
            "string",
            "string",
            new Reply(CommType.EMAIL, "string", "string"),
            "string");

    private static Registration defaults(String customer, String type, Person registeredBy) {
        return new Registration(
                registeredBy,
                new Customer(customer, customer.equals("1400054") ? "Milica Petrovic" : "Branislav Vukovic", null),
                type,
                Importance.STANDARD,
                null,
                null,
                null,
                new Reply(null, null, null),
                null);
    }

    private void assertCreated(Answer answer, String caseId) {
        assertBody(answer, 201, "{\"id\":\"" + caseId + "\",\"created-record-status\":\"Accepted\"}");
        assertThat(answer.header("Location")).isEqualTo("/v1/case/cases/" + caseId);
        assertThat(answer.header("ETag")).isEqualTo("\"0\"");
        assertThat(answer.header("Consistency-Token")).isEqualTo(String.valueOf(head()));
        assertThat(answer.headers().firstValue("Idempotency-Replayed")).isEmpty();
    }

    private static String idOf(Answer answer) {
        return answer.json().path("id").asString();
    }

    private static CaseEvent registered(String type, String caseId, Registration registration) {
        return type.equals("Complaint")
                ? new ComplaintRegistered(new CaseId(caseId), registration)
                : new ServiceRequestRegistered(new CaseId(caseId), registration);
    }

    @ParameterizedTest
    @CsvSource({"/v1/case/complaints, Complaint", "/v1/case/service-requests, ServiceRequest"})
    void registersAsTheGuidePrintsIt(String path, String type) {
        String caseId = newCaseId();

        assertCreated(as("bank-channel").post(path, EVERY_FIELD.formatted(caseId)), caseId);
        assertNewEvents(registered(type, caseId, EVERY_FIELD_REGISTERED));
    }

    @ParameterizedTest
    @CsvSource({"/v1/case/complaints, Complaint", "/v1/case/service-requests/, ServiceRequest"})
    void needsNoMoreThanACustomer(String path, String type) {
        Answer answer = as("bank-channel").post(path, "{\"customer-id\":\"1400054\"}");

        assertCreated(answer, idOf(answer));
        assertNewEvents(registered(type, idOf(answer), defaults("1400054", type, CHANNEL)));
    }

    @Nested
    class CallbackRequests {

        private static final String PATH = "/v1/case/callback-requests";

        private CallbackRequestRegistered registered(Answer answer, String time, String category) {
            return new CallbackRequestRegistered(
                    new CaseId(idOf(answer)),
                    CHANNEL,
                    new Customer("string", null, null),
                    Instant.parse(time),
                    category);
        }

        @Test
        void areRegisteredAsTheGuidePrintsThem() {
            Answer answer = as("bank-channel").post(PATH, """
                    {
                      "callback-request-time": "2099-12-22T13:33:17.588Z",
                      "categorry": "Cards",
                      "party-id": "string"
                    }""");

            assertCreated(answer, idOf(answer));
            assertNewEvents(registered(answer, "2099-12-22T13:33:17.588Z", "Cards"));
        }

        @Test
        void areRegisteredForATimeInThePastToo() {
            Answer answer = as("bank-channel").post(PATH, """
                    {
                      "callback-request-time": "2015-12-22T13:33:17.588Z",
                      "categorry": "Cards",
                      "party-id": "string"
                    }""");

            assertCreated(answer, idOf(answer));
            assertNewEvents(registered(answer, "2015-12-22T13:33:17.588Z", "Cards"));
        }

        @Test
        void haveTheNameThatTheBankKnows() {
            Answer answer = as("bank-channel").post(PATH, """
                    {"callback-request-time":"2099-12-22T13:33:17Z","categorry":"Cards","party-id":"MIGR00002"}""");

            assertThat(getCurrent(as("bank-channel"), answer.header("Location")).text("customer-name"))
                    .isEqualTo("Mileva Grujic");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Payments", "Limit", "Credit", "Cards"})
        void areAboutOneOfTheCategories(String category) {
            Answer answer = as("bank-channel").post(PATH, """
                            {"callback-request-time":"2099-12-22T15:33:17+02:00","categorry":"%s","party-id":"string"}""".formatted(category));

            assertCreated(answer, idOf(answer));
            assertNewEvents(registered(answer, "2099-12-22T13:33:17Z", category));
        }

        @Test
        void areAboutNothingElse() {
            Answer answer = as("bank-channel").post(PATH, """
                    {"callback-request-time":"2099-12-22T13:33:17Z","categorry":"Weather","party-id":"string"}""");

            assertInvalid(answer, "categorry", "not-on-list", "categorry is none of the callback-categories.");
            assertNoNewEvents();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"category\":\"Cards\"",
                    "\"category\":\"Cards\",\"categorry\":null",
                    "\"categorry\":null,\"category\":\"Cards\"",
                    "\"categorry\":\"Cards\",\"category\":null",
                    "\"category\":null,\"categorry\":\"Cards\"",
                    "\"categorry\":\"Cards\",\"category\":\"Limit\"",
                    "\"category\":\"Limit\",\"categorry\":\"Cards\"",
                })
        void takeTheRightSpellingAsWell(String category) {
            Answer answer = as("bank-channel").post(PATH, """
                            {"callback-request-time":"2099-12-22T13:33:17Z",%s,"party-id":"string"}""".formatted(category));

            assertCreated(answer, idOf(answer));
            assertNewEvents(registered(answer, "2099-12-22T13:33:17Z", "Cards"));
        }

        @Test
        void areMadeForTheCustomerOfTheToken() {
            Answer answer = as("customer-brvu").post(PATH, """
                    {"callback-request-time":"2099-12-22T13:33:17Z","categorry":"Cards"}""");

            assertCreated(answer, idOf(answer));
            assertThat(newEvents()).singleElement().satisfies(stored -> assertThat(
                            ((CallbackRequestRegistered) stored.event())
                                    .customer()
                                    .id())
                    .isEqualTo("BRVU00002"));
        }

        @Test
        void needACustomer() {
            Answer answer = as("bank-channel").post(PATH, """
                    {"callback-request-time":"2099-12-22T13:33:17Z","categorry":"Cards"}""");

            assertInvalid(answer, "party-id", "required", "party-id is required.");
            assertNoNewEvents();
        }

        @Test
        void areNotMadeForAnotherCustomerThanTheTokens() {
            Answer answer = as("customer-brvu").post(PATH, """
                    {"callback-request-time":"2099-12-22T13:33:17Z","categorry":"Cards","party-id":"MIGR00002"}""");

            assertProblem(answer, 403, "Forbidden", "The token does not allow to act for this customer.");
            assertNoNewEvents();
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesEveryImportance(Importance importance) {
        Answer answer = as("bank-channel")
                .post(
                        "/v1/case/complaints",
                        "{\"customer-id\":\"1400054\",\"importance\":\"" + importance.literal() + "\"}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(newEvents()).singleElement().satisfies(stored -> assertThat(
                        ((ComplaintRegistered) stored.event()).registration().importance())
                .isEqualTo(importance));
    }

    @ParameterizedTest
    @EnumSource
    void takesEveryCommType(CommType commType) {
        Answer answer = as("bank-channel")
                .post(
                        "/v1/case/complaints",
                        "{\"customer-id\":\"1400054\",\"comm-type\":\"" + commType.literal() + "\"}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(newEvents()).singleElement().satisfies(stored -> assertThat(((ComplaintRegistered) stored.event())
                        .registration()
                        .reply()
                        .commType())
                .isEqualTo(commType));
    }

    @ParameterizedTest
    @CsvSource({"/v1/case/complaints, Complaint", "/v1/case/service-requests, ServiceRequest"})
    void takesNullForEveryOptionalField(String path, String type) {
        String allNull = EVERY_FIELD
                .replaceAll(": \"[^\"]*\"", ": null")
                .replace("\"customer-id\": null", "\"customer-id\": \"1400054\"");

        Answer answer = as("bank-channel").post(path, allNull);

        assertCreated(answer, idOf(answer));
        assertNewEvents(registered(type, idOf(answer), defaults("1400054", type, CHANNEL)));
    }

    @Test
    void ignoresFieldsThatItDoesNotKnow() {
        Answer answer = as("bank-channel")
                .post("/v1/case/complaints", "{\"customer-id\":\"1400054\",\"state\":\"Closed\",\"more\":[{}]}");

        assertCreated(answer, idOf(answer));
    }

    @Test
    void givesEveryCaseANumberOfItsOwn() {
        String body = "{\"customer-id\":\"1400054\"}";

        String one = idOf(as("bank-channel").post("/v1/case/complaints", body));
        String another = idOf(as("bank-channel").post("/v1/case/service-requests", body));

        assertThat(one).matches("WI[0-9]{10}").isNotEqualTo(another);
        assertThat(newEvents()).extracting(Stored::aggregateId).containsExactly(one, another);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/case/complaints", "/v1/case/service-requests"})
    void refusesATakenId(String path) {
        String caseId = newCaseId();
        given(complaint(caseId, "1400054"));

        Answer answer = as("bank-channel").post(path, EVERY_FIELD.formatted(caseId));

        assertConflict(answer, "case-already-exists", "There is a case, or another work item, with this case-id.");
        assertNoNewEvents();
    }

    @Test
    void doesNotTellWhoseCaseATakenIdIs() {
        String caseId = newCaseId();
        given(complaint(caseId, "MIGR00002"));

        Answer answer = as("customer-brvu").post("/v1/case/complaints", "{\"case-id\":\"" + caseId + "\"}");

        assertConflict(answer, "case-already-exists", "There is a case, or another work item, with this case-id.");
    }

    @Test
    void drawsAnotherNumberWhereTheNextOneIsTaken() {
        String last = idOf(as("bank-channel").post("/v1/case/complaints", "{\"customer-id\":\"1400054\"}"));
        String next = String.format(java.util.Locale.ROOT, "WI%010d", Long.parseLong(last.substring(2)) + 1);
        given(complaint(next, "1400054"));

        Answer answer = as("bank-channel").post("/v1/case/complaints", "{\"customer-id\":\"1400054\"}");

        assertCreated(answer, idOf(answer));
        assertThat(idOf(answer)).isNotEqualTo(next);
    }

    @Nested
    class ForACustomersToken {

        @Test
        void isForThatCustomer() {
            Answer answer = as("customer-brvu").post("/v1/case/complaints", "{}");

            assertCreated(answer, idOf(answer));
            assertNewEvents(new ComplaintRegistered(
                    new CaseId(idOf(answer)), defaults("BRVU00002", "Complaint", new Person("customer-brvu", null))));
        }

        @Test
        void mayNameThatCustomer() {
            Answer answer = as("customer-brvu").post("/v1/case/complaints", "{\"customer-id\":\"BRVU00002\"}");

            assertCreated(answer, idOf(answer));
        }

        @ParameterizedTest
        @ValueSource(strings = {"/v1/case/complaints", "/v1/case/service-requests"})
        void mayNotNameAnother(String path) {
            Answer answer = as("customer-brvu").post(path, "{\"customer-id\":\"MIGR00002\"}");

            assertProblem(answer, 403, "Forbidden", "The token does not allow to act for this customer.");
            assertNoNewEvents();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "customer-brvu, registered-by-id, A-1001",
        "customer-brvu, registered-by-name, Stevan.Kostoski",
        "bank-channel, registered-by-id, A-1001",
        "bank-channel, registered-by-name, Stevan.Kostoski"
    })
    void whoIsNoPersonOfTheBankNamesNone(String client, String field, String person) {
        for (String path : Arrays.asList("/v1/case/complaints", "/v1/case/service-requests")) {
            Answer answer =
                    as(client).post(path, "{\"customer-id\":\"BRVU00002\",\"" + field + "\":\"" + person + "\"}");

            assertProblem(answer, 403, "Forbidden", "The token names another person than the body.");
        }
        assertNoNewEvents();
    }

    @Nested
    class ByAPersonWhomTheTokenNames {

        private static final Person AGENT = new Person("A-1001", "Stevan.Kostoski");

        @Test
        void standsInTheEvent() {
            Answer answer = as("bank-agent").post("/v1/case/complaints", "{\"customer-id\":\"1400054\"}");

            assertNewEvents(new ComplaintRegistered(new CaseId(idOf(answer)), defaults("1400054", "Complaint", AGENT)));
        }

        @Test
        void mayBeNamedInTheBodyAsWell() {
            Answer answer = as("bank-agent").post("/v1/case/complaints", """
                    {"customer-id":"1400054","registered-by-id":"A-1001","registered-by-name":"Stevan.Kostoski"}""");

            assertNewEvents(new ComplaintRegistered(new CaseId(idOf(answer)), defaults("1400054", "Complaint", AGENT)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"registered-by-id\":\"A-1002\"",
                    "\"registered-by-name\":\"Somebody Else\"",
                    "\"registered-by-id\":\"A-1001\",\"registered-by-name\":\"Somebody Else\""
                })
        void mayNotBeAnotherInTheBody(String another) {
            Answer answer =
                    as("bank-agent").post("/v1/case/complaints", "{\"customer-id\":\"1400054\"," + another + "}");

            assertProblem(answer, 403, "Forbidden", "The token names another person than the body.");
            assertNoNewEvents();
        }
    }

    @Test
    void needsACustomer() {
        for (String path : Arrays.asList("/v1/case/complaints", "/v1/case/service-requests")) {
            for (String body : Arrays.asList("{}", "{\"customer-id\":null}")) {
                assertInvalid(
                        as("bank-channel").post(path, body), "customer-id", "required", "customer-id is required.");
            }
        }
        assertNoNewEvents();
    }
}
