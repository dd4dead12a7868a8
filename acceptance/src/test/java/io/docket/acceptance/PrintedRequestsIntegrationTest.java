package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.testing.http.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every request that the APIs' documents print, to the letter, against the demo data. The files in {@code printed} are
 * taken from the documents as they are; only host and token are put in. Where a rule of the documents themselves refuses a
 * request as printed, the test says which one, and sends it again with what the rule asks for.
 */
@Tag("any-issuer")
class PrintedRequestsIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("printed");

    private static final AtomicInteger CASES = new AtomicInteger(700_000);

    private static DocketProcess docket;

    @BeforeAll
    static void startFresh() {
        docket = DOCKETS.start(
                DocketSettings.in(DOCKETS.newFolder()).patient().with("DOCKET_SALESLEADS_ANSWERWITHIN", "15s"));
    }

    /** All requests have been sent by now. */
    @AfterAll
    static void noMetricTellsOfAPerson() {
        assertThat(docket.client("operator")
                        .get("/actuator/prometheus")
                        .expect(200)
                        .text())
                .contains("http_server_requests")
                .doesNotContain(Dockets.PERSONAL);
    }

    /** A request as it is printed. */
    private record Printed(String method, String path, List<String> headers, String body) {

        static Printed request(String name) {
            List<String> lines = text(name + ".http").lines().toList();
            String[] first = lines.get(0).split(" ", 2);
            int end = lines.contains("") ? lines.indexOf("") : lines.size();
            return new Printed(
                    first[0],
                    first[1],
                    lines.subList(1, end),
                    String.join("\n", lines.subList(Math.min(end + 1, lines.size()), lines.size())));
        }

        Printed withPath(String variable, String value) {
            return new Printed(method, path.replace(variable, value), headers, body);
        }

        Printed with(String printed, String value) {
            assertThat(body).contains(printed);
            return new Printed(method, path, headers, body.replace(printed, value));
        }

        /** With another value for the field of this name. */
        Printed withField(String field, String value) {
            String printed = "\"" + field + "\": \"string\"";
            return with(printed, "\"" + field + "\": \"" + value + "\"");
        }

        Answer sendAs(String client) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            docket.address().resolve(path))
                    .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                    .header("Authorization", "bearer " + docket.client(client).token());
            boolean typed = false;
            for (String header : headers) {
                String[] parts = header.split(": ", 2);
                typed |= parts[0].equals("Content-Type");
                if (!parts[0].equals("Authorization")) {
                    request.header(parts[0], parts[1]);
                }
            }
            if (!body.isEmpty() && !typed) {
                request.header("Content-Type", "application/json");
            }
            return Client.send(request);
        }
    }

    private static String text(String file) {
        try (InputStream content = PrintedRequestsIntegrationTest.class.getResourceAsStream("/printed/" + file)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode answer(String file) {
        return JsonMapper.shared().readTree(text(file));
    }

    private static Set<String> fields(JsonNode object) {
        return new TreeSet<>(object.propertyNames());
    }

    private static List<String> errors(Answer answer) {
        return answer.expect(400)
                .json()
                .required("errors")
                .valueStream()
                .map(error -> error.required("tag").asString() + " "
                        + error.required("error").asString())
                .toList();
    }

    /** The tutorial of the Customer Order API. */
    @Nested
    @TestMethodOrder(MethodOrderer.MethodName.class)
    class CustomerOrder {

        /** Who cancels can walk the steps again. */
        @RepeatedTest(2)
        void step3CreatesARequest() {
            Answer answer = Printed.request("customer-order-3").sendAs("bank-channel");

            assertThat(fields(answer.expect(202).json())).containsExactly("CreatedRecordStatus", "id");
            assertThat(answer.text("id")).matches("WI[0-9]{10}");
            assertThat(answer.text("CreatedRecordStatus")).isEqualTo("active");
            String path = "/customer-order/additional-card-issuances/" + answer.text("id");
            assertThat(answer.header("Location")).endsWith(path);
            Client channel = docket.client("bank-channel");
            JsonNode created = channel.get(path).expect(200).json();
            assertThat(created.required("authorized-customer-name").asString()).isEqualTo("Milica Petrovic");
            assertThat(created.required("status").asString()).isEqualTo("proposed");
            assertThat(channel.putWithoutBody(path + "/cancel").expect(204).body())
                    .isEmpty();
            assertThat(channel.get(path).text("status")).isEqualTo("canceled");
        }

        /** Printed is the answer for another id, WI0000499335, and its date. */
        @Test
        void step4RetrievesDetails() {
            JsonNode order = Printed.request("customer-order-4")
                    .sendAs("bank-channel")
                    .expect(200)
                    .json();

            ObjectNode expected = (ObjectNode) JsonMapper.shared().readTree("""
                    {
                      "authorized-customer-number": "MIGR00002",
                      "authorized-customer-name": "Mileva Grujic",
                      "owner-customer-number": "BRVU00002",
                      "owner-customer-name": "Branislav Vukovic",
                      "arrangement-number": "0064200001930",
                      "product-code": "MasterCard",
                      "description": null,
                      "status": "proposed",
                      "customer-friendly-status": "active"
                    }""");
            assertThat(((ObjectNode) order.deepCopy()).retain(expected.propertyNames()))
                    .isEqualTo(expected);
            assertThat(order.required("id").asString()).isEqualTo("WI0000492475");
            assertThat(order.required("creation-date").asString())
                    .matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?");
        }

        @Test
        void step5Cancels() {
            Answer answer = Printed.request("customer-order-5").sendAs("bank-channel");

            assertThat(answer.expect(204).body()).isEmpty();
        }
    }

    /** The guide of the Case API. */
    @Nested
    class Case {

        /** Printed are three of 1445 cases, as they stand in the demo data; each has a link, as the text says. */
        @Test
        void step3ListsTheActiveCases() {
            Answer answer = Printed.request("case-03").sendAs("bank-channel").expect(200);

            assertThat(fields(answer.json())).isEqualTo(fields(answer("case-03.json")));
            List<JsonNode> listed = new ArrayList<>();
            for (JsonNode item : answer.items()) {
                if (item.required("customer-id").asString().equals("1104977710344")) {
                    String link = ((ObjectNode) item).remove("link").asString();
                    assertThat(link)
                            .isEqualTo(
                                    "/v1/case/cases/" + item.required("case-id").asString());
                    listed.add(item);
                }
            }
            assertThat(listed)
                    .isEqualTo(answer("case-03.json")
                            .required("Items")
                            .valueStream()
                            .toList());
        }

        @Test
        void step4ShowsOneCase() {
            assertThat(Printed.request("case-04")
                            .sendAs("bank-channel")
                            .expect(200)
                            .json())
                    .isEqualTo(answer("case-04.json"));
        }

        /** Printed is the first version; a resolved case has more. A version also tells what changed. */
        @Test
        void step5ShowsTheHistory() {
            Answer answer = Printed.request("case-05").sendAs("bank-channel").expect(200);

            assertThat(fields(answer.json())).isEqualTo(fields(answer("case-05.json")));
            ObjectNode printed =
                    (ObjectNode) answer("case-05.json").required("Items").get(0);
            ObjectNode first = (ObjectNode) answer.items().get(0);
            assertThat(first.remove("change").asString()).isEqualTo("complaint-registered");
            assertThat(first.required("version-num").isString()).isTrue();
            assertThat(fields(first)).isEqualTo(fields(printed));
            // Places in another store, and what the guide prints with the case but not here: no event changes the
            // details.
            List<String> ofItsOwn = List.of("version-num", "registration-date", "details");
            assertThat(first.without(ofItsOwn)).isEqualTo(printed.without(ofItsOwn));
        }

        /** "string" has not the form of an id, which is a work item's. Who registers stands in the token. */
        @Test
        void steps6And7OpenCasesOnceTheirIdIsOne() {
            for (String step : List.of("case-06", "case-07")) {
                Printed printed = Printed.request(step);

                assertThat(errors(printed.sendAs("bank-agent"))).containsExactly("case-id invalid-format");
                String caseId = newCaseId();
                assertReceipt(registration(printed, caseId).sendAs("bank-agent"), 201, caseId, "Accepted");
            }
        }

        @Test
        void step8OpensACallbackRequest() {
            Answer answer = Printed.request("case-08").sendAs("bank-channel");

            assertReceipt(answer, 201, answer.text("id"), "Accepted");
        }

        /** The case in the body is the one in the path, and "string" has not the form of its id. */
        @Test
        void step9AttachesADocumentOnceTheCaseIsOne() {
            String caseId = open();
            Printed printed = Printed.request("case-09").withPath("{case-id}", caseId);

            assertThat(errors(printed.sendAs("bank-channel"))).containsExactly("case-id invalid-format");
            assertReceipt(printed.withField("case-id", caseId).sendAs("bank-channel"), 200, "string", "Accepted");
        }

        /** The same; who updates stands in the token. */
        @Test
        void steps10And11UpdateAndCloseOnceTheCaseIsOne() {
            String caseId = open();
            List<String> states = List.of("Resolved", "Closed");
            List<String> steps = List.of("case-10", "case-11");
            for (int i = 0; i < steps.size(); i++) {
                Printed printed = Printed.request(steps.get(i)).withPath("{case-id}", caseId);

                assertThat(errors(printed.sendAs("bank-agent"))).containsExactly("case-id invalid-format");
                Printed byThisAgent = printed.withField("case-id", caseId)
                        .withField("updated-by-id", "A-1001")
                        .withField("updated-by-name", "Stevan.Kostoski");
                assertReceipt(byThisAgent.sendAs("bank-agent"), 200, caseId, states.get(i));
            }
        }

        @Test
        void step12DetachesADocument() {
            String caseId = open();
            Printed.request("case-09")
                    .withPath("{case-id}", caseId)
                    .withField("case-id", caseId)
                    .sendAs("bank-channel")
                    .expect(200);
            Printed printed = Printed.request("case-12").withPath("{case-id}", caseId);

            assertReceipt(printed.withPath("{file-id}", "string").sendAs("bank-channel"), 200, "string", "Accepted");
        }

        private String open() {
            String caseId = newCaseId();
            registration(Printed.request("case-06"), caseId)
                    .sendAs("bank-agent")
                    .expect(201);
            return caseId;
        }

        private Printed registration(Printed printed, String caseId) {
            return printed.withField("case-id", caseId)
                    .withField("registered-by-id", "A-1001")
                    .withField("registered-by-name", "Stevan.Kostoski");
        }

        private String newCaseId() {
            return "WI%010d".formatted(CASES.incrementAndGet());
        }

        private void assertReceipt(Answer answer, int status, String id, String state) {
            assertThat(fields(answer.expect(status).json())).containsExactly("created-record-status", "id");
            assertThat(answer.text("id")).isEqualTo(id);
            assertThat(answer.text("created-record-status")).isEqualTo(state);
        }
    }

    /** The eSIM Order API. "activationDate can not be a date in the past", and those that it prints are of 2019. */
    @Nested
    class Esim {

        @Test
        void aNewEsimIsOrderedOnceItsDateIsToCome() {
            Printed printed = Printed.request("esim-new");

            assertThat(messages(printed.sendAs("reseller-acme")))
                    .containsExactly("input.subscriptions[0].activationDate lies in the past.");
            assertAccepted(printed.with("2019-09-13", "2999-09-13").sendAs("reseller-acme"));
        }

        @Test
        void aTopUpIsOrderedOnceItsDateIsToCome() {
            Printed printed = Printed.request("esim-topup");

            assertThat(messages(printed.sendAs("reseller-acme")))
                    .containsExactly("input.subscriptions[0].activationDate lies in the past.");
            Answer answer = printed.with("2019-09-13", "2999-09-13").sendAs("reseller-acme");
            assertAccepted(answer);
            assertThat(answer.header("Deprecation")).startsWith("@");
        }

        @Test
        void aBulkActivationIsOrderedOnceItsDatesAreToCome() {
            Printed printed = Printed.request("esim-bulk");

            assertThat(messages(printed.sendAs("reseller-acme")))
                    .containsExactly(
                            "input.subscriptions[0].activationDate lies in the past.",
                            "input.subscriptions[1].activationDate lies in the past.");
            assertAccepted(printed.with("2019-12-28", "2999-12-28").sendAs("reseller-acme"));
        }

        @Test
        void theStatusIsAsPrinted() {
            Answer answer =
                    Printed.request("esim-status").sendAs("reseller-acme").expect(200);

            assertThat(answer.header("X-Correlation-ID")).isEqualTo("unique-id-from-requester-123");
            ObjectNode order = (ObjectNode) answer.json();
            ObjectNode printed = (ObjectNode) answer("esim-status.json");
            ((ObjectNode) order.required("output")).retain(fields(printed.required("output")));
            assertThat(order.retain(fields(printed))).isEqualTo(printed);
        }

        private List<String> messages(Answer answer) {
            assertThat(answer.expect(400).text("type")).isEqualTo("INVALID_REQUEST_PARAMS");
            return answer.json()
                    .required("messages")
                    .valueStream()
                    .map(JsonNode::asString)
                    .toList();
        }

        /** Printed without {@code id}, which is the same. */
        private void assertAccepted(Answer answer) {
            assertThat(fields(answer.expect(201).json())).containsExactly("externalId", "id", "status");
            assertThat(answer.text("externalId")).matches("[0-9a-f-]{36}").isEqualTo(answer.text("id"));
            assertThat(answer.text("status")).isEqualTo("ACCEPTED");
        }
    }

    /** The service-provider order of ON-API. */
    @Nested
    class SalesLead {

        /** "string" is no personal identity number; the answer is the error that the document prints. */
        @Test
        void aLeadIsTakenOnceItsCustomerIsAPerson() {
            Printed printed = Printed.request("sales-lead");

            assertThat(printed.sendAs("co-acme").expect(400).json()).isEqualTo(answer("sales-lead-error.json"));
            Answer answer = printed.withField("personalIdentityNumber", "19811218-9876")
                    .withField("customerPhone", "+46812345678")
                    .withField("customerMobilePhone", "+46701234567")
                    .withField("customerEmail", "anna@example.com")
                    .withField("postalCode", "11122")
                    .sendAs("co-acme");
            assertThat(fields(answer.expect(200).json())).containsExactly("message", "status");
            assertThat(answer.text("status")).isEqualTo("ACTIVATED");
        }
    }
}
