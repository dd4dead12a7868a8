package io.docket.esim;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.esim.api.EsimCustomerDetails;
import io.docket.esim.api.EsimSubscription;
import io.docket.esim.api.Iccid;
import io.docket.esim.api.event.order.NewEsimOrdered;
import io.docket.esim.api.event.profile.EsimCustomerRegistered;
import io.docket.esim.api.event.profile.SubscriptionAdded;
import io.docket.platform.eventstore.StoredJson;
import io.docket.platform.testing.http.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** The requests that the eSIM Order API prints, and each row of its tables of answers. */
class EsimOrdersIntegrationTest extends RunningEsimOrders {

    private static final String PRINTED_PRODUCT = "a3u3z000000PZBhAAO";
    private static final String IN_THE_PAST = "input.subscriptions[0].activationDate lies in the past.";
    private static final String MISMATCH = "EMAIL_AND_ICCID_DO_NOT_MATCH";

    @Autowired
    private EventStore eventStore;

    @Autowired
    private StoredJson storedJson;

    private static void assertAccepted(Answer answer) {
        answer.expect(201);
        String id = answer.text("id");
        assertBody(answer, 201, "{\"id\":\"" + id + "\",\"externalId\":\"" + id + "\",\"status\":\"ACCEPTED\"}");
        assertThat(answer.header("Location")).isEqualTo(ORDERS + "/" + id);
        assertThat(answer.header("ETag")).isEqualTo("\"0\"");
        assertThat(answer.header("Consistency-Token")).isNotEmpty();
    }

    /** Lets an aggregate fail whenever it is loaded, as nothing but an error of ours can. */
    private void breakEsim(String iccid) {
        Object broken = storedJson.read(
                "{\"iccid\":\"" + iccid + "\",\"order-id\":\"00000000-0000-0000-0000-000000000000\"}",
                SubscriptionAdded.class);
        eventStore.publish(new GenericDomainEventMessage<>("EsimProfile", new Iccid(iccid).toString(), 0, broken));
    }

    @Nested
    class ANewEsim {

        @Test
        void isTakenAsPrintedAndMadeReady() {
            Answer answer = reseller().post(ORDERS, printedToday("new-esim"));

            assertAccepted(answer);
            JsonNode done = awaitStatus(answer.header("Location"), "COMPLETED");
            JsonNode output = done.get("output");
            assertThat(output.propertyNames())
                    .containsExactlyInAnyOrder("iccid", "matchingId", "smdpUrl", "lpa_url", "subscription_id");
            assertThat(output.get("iccid").asString()).matches("[0-9]{19}");
            assertThat(output.get("lpa_url").asString())
                    .isEqualTo("LPA:1$" + output.get("smdpUrl").asString() + "$"
                            + output.get("matchingId").asString());
        }

        @Test
        void isTakenFromAnAccountManagerAndFromAnotherTenant() {
            assertAccepted(as("account-manager").post(ORDERS, printedFor(newEmail(), "new-esim")));
            assertAccepted(as("reseller-globex")
                    .post(
                            ORDERS,
                            printedFor(newEmail(), "new-esim")
                                    .replace(PRINTED_PRODUCT, "g1-global-5gb")
                                    .replace("USD", "EUR")));
        }

        @Test
        void isRefusedWithAnUnknownProduct() {
            assertError(
                    reseller().post(ORDERS, printedToday("new-esim").replace(PRINTED_PRODUCT, "g1-global-5gb")),
                    422,
                    "PRODUCT_NOT_FOUND",
                    "Product g1-global-5gb was not found.");
            assertNothingHappened();
        }

        @Test
        void hasTheDefaultsOfThePrintedTable() {
            String email = newEmail();
            Instant before = clock().instant().minusSeconds(1);
            place("""
                    {"input": {"operationType": "NEW_ESIM", "countryCode": "PT", "customer": {"email": "%s"},
                     "device": {"type": "iot", "id": "1"}, "subscriptions": [{"product_id": "a3u3z000000PZBhAAO"}]}}
                    """.formatted(email));

            List<Object> events = newEvents().stream().map(Stored::event).toList();
            assertThat(events).element(0).isInstanceOfSatisfying(EsimCustomerRegistered.class, registered -> assertThat(
                            registered.customer())
                    .isEqualTo(new EsimCustomerDetails(email, email, null, "EN", null, null)));
            assertThat(events).element(1).isInstanceOfSatisfying(NewEsimOrdered.class, ordered -> {
                EsimSubscription subscription =
                        ordered.order().items().get(0).subscriptions().get(0);
                assertThat(subscription.type()).isEqualTo("REGULAR");
                assertThat(subscription.autoRenew()).isFalse();
                assertThat(subscription.activationDate()).isBetween(before, clock().instant());
                assertThat(subscription.endsAt())
                        .isEqualTo(subscription.activationDate().plus(Duration.ofDays(30)));
                assertThat(subscription.dataValue()).isEqualByComparingTo("5");
                assertThat(subscription.dataUnit()).isEqualTo("GB");
                assertThat(subscription.price()).isEqualByComparingTo("10");
                assertThat(subscription.currency()).isEqualTo("USD");
            });
        }

        @Test
        void mayBeginTodayAndIsAnsweredAsBeforeWhenTheDayIsOver() {
            Instant today = clock().instant().truncatedTo(ChronoUnit.DAYS);
            String body = printedFor(newEmail(), "new-esim").replace("2099-09-13T12:00:00Z", today.toString());
            Answer first = inTime(body);
            assertAccepted(first);
            clock().advance(Duration.between(clock().instant(), today.plus(Duration.ofDays(1))));

            Answer again = inTime(body);

            assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(again.text()).isEqualTo(first.text());
            assertError(reseller().post(ORDERS, body), 400, "INVALID_REQUEST_PARAMS", IN_THE_PAST);
        }

        private Answer inTime(String body) {
            return reseller()
                    .request("POST", ORDERS)
                    .header("Idempotency-Key", "in-time")
                    .json(body)
                    .send();
        }

        @Test
        void happensOnceForTheSameIdempotencyKey() {
            String key = newCustomer();
            Answer first = reseller()
                    .request("POST", ORDERS)
                    .header("Idempotency-Key", key)
                    .json(printedToday("new-esim"))
                    .send();
            Answer again = reseller()
                    .request("POST", ORDERS)
                    .header("Idempotency-Key", key)
                    .json(printedToday("new-esim"))
                    .send();

            assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(again.text()).isEqualTo(first.text());
            assertError(
                    reseller()
                            .request("POST", ORDERS)
                            .header("Idempotency-Key", key)
                            .json(printedToday("top-up"))
                            .send(),
                    422,
                    "UNPROCESSABLE_CONTENT",
                    "This Idempotency-Key was used for another request body.");
        }
    }

    @Nested
    class ATopUp {

        @ParameterizedTest
        @ValueSource(strings = {"TOPUP_ACTIVATION", "TOPUP"})
        void isTakenAsPrintedForAnEsimThatThereIs(String operation) {
            String email = newEmail();
            String iccid = newEsim(email);

            Answer answer = reseller()
                    .post(
                            ORDERS,
                            printedFor(email, "top-up")
                                    .replace("TOPUP_ACTIVATION", operation)
                                    .replace("\"iccid\": \"123456789\"", "\"iccid\": \"" + iccid + "\""));

            assertAccepted(answer);
            assertThat(answer.header("Deprecation")).isEqualTo(operation.equals("TOPUP") ? "" : "@1767225600");
            JsonNode output =
                    awaitStatus(answer.header("Location"), "COMPLETED").get("output");
            assertThat(output.propertyNames()).containsExactlyInAnyOrder("iccid", "smdpUrl", "subscription_id");
            assertThat(output.get("iccid").asString()).isEqualTo(iccid);
        }

        @Test
        void isRefusedForAnUnknownCustomer() {
            assertError(
                    reseller().post(ORDERS, printedFor(newEmail(), "top-up")),
                    422,
                    "CUSTOMER_MUST_EXIST",
                    "There is no customer with this email.");
            assertNothingHappened();
        }

        @Test
        void isRefusedForAnEsimThatIsNotTheCustomers() {
            String somebodyElses = newEsim(newEmail());
            String email = newEmail();
            newEsim(email);
            for (String iccid : List.of("123456789", somebodyElses, "8944474600000101837")) {
                assertError(
                        reseller()
                                .post(
                                        ORDERS,
                                        printedFor(email, "top-up")
                                                .replace("\"iccid\": \"123456789\"", "\"iccid\": \"" + iccid + "\"")),
                        422,
                        MISMATCH,
                        "Email and ICCID " + iccid + " do not match each other.");
            }
        }

        @Test
        void isRefusedWithAnUnknownProduct() {
            assertError(
                    reseller().post(ORDERS, printedToday("top-up").replace(PRINTED_PRODUCT, "none")),
                    422,
                    "PRODUCT_NOT_FOUND",
                    "Product none was not found.");
            assertNothingHappened();
        }

        @Test
        void isAnsweredAsAnInternalErrorIfItIsOne() {
            String email = newEmail();
            place(printedFor(email, "new-esim"));
            breakEsim("8900000000000000001");
            assertError(
                    reseller()
                            .post(
                                    ORDERS,
                                    printedFor(email, "top-up")
                                            .replace("\"iccid\": \"123456789\"", "\"iccid\": \"8900000000000000001\"")),
                    500,
                    "INTERNAL_ERROR",
                    "Internal Server Error");
        }
    }

    @Nested
    class ABulkActivation {

        @Test
        void isTakenAsPrintedAndReportsEachEsim() {
            String body = printedToday("bulk-activation");
            assertThat(body).contains("[\"8944474600000101811, 8944474600000101811\"]");

            Answer answer = reseller().post(ORDERS, body);

            assertAccepted(answer);
            JsonNode output =
                    awaitStatus(answer.header("Location"), "COMPLETED").get("output");
            assertThat(output.isArray()).isTrue();
            assertThat(output).hasSize(1);
            assertThat(output.get(0).get("iccid").asString()).isEqualTo("8944474600000101811");
            assertThat(output.get(0).get("status").asString()).isEqualTo("COMPLETED");
            assertThat(output.get(0).get("subscription_ids")).hasSize(2);
        }

        @Test
        void takesTwoIccidsInOneText() {
            Answer answer = reseller()
                    .post(
                            ORDERS,
                            printedFor(newEmail(), "bulk-activation")
                                    .replace(
                                            "8944474600000101811, 8944474600000101811",
                                            "8944474600000101829, 8944474600000101837"));

            assertAccepted(answer);
            JsonNode output =
                    awaitStatus(answer.header("Location"), "COMPLETED").get("output");
            assertThat(output.valueStream().map(item -> item.get("iccid").asString()))
                    .containsExactly("8944474600000101829", "8944474600000101837");
        }

        @Test
        void isRefusedAsAWholeWithOneUnknownProduct() {
            assertError(
                    reseller()
                            .post(
                                    ORDERS,
                                    printedFor(newEmail(), "bulk-activation").replace("a3mM0000000Dcmw", "unknown-1")),
                    422,
                    "PRODUCT_NOT_FOUND",
                    "Product unknown-1 was not found.");
            assertNothingHappened();
        }

        @Test
        void isRefusedAsAWholeWithOneEsimThatIsNotTheCustomers() {
            String somebodyElses = newEsim(newEmail());
            String email = newEmail();
            String iccid = newEsim(email);
            assertError(
                    reseller()
                            .post(
                                    ORDERS,
                                    printedFor(email, "bulk-activation")
                                            .replace(
                                                    "8944474600000101811, 8944474600000101811",
                                                    iccid + " , " + somebodyElses)),
                    422,
                    MISMATCH,
                    "Email and ICCID " + somebodyElses + " do not match each other.");
        }

        @ParameterizedTest
        @ValueSource(strings = {"8944474600000999999", "1"})
        void isRefusedAsAWholeWithOneEsimThatIsNotTheTenants(String strange) {
            String email = newEmail();
            String iccid = newEsim(email);
            assertError(
                    reseller()
                            .post(
                                    ORDERS,
                                    printedFor(email, "bulk-activation")
                                            .replaceFirst(
                                                    "8944474600000101811, 8944474600000101811", iccid + "," + strange)
                                            .replace("8944474600000101811, 8944474600000101811", iccid)),
                    400,
                    "INVALID_REQUEST_PARAMS",
                    "input.subscriptions[0].iccid names an eSIM that the tenant does not have.");
        }

        @Test
        void isAnsweredAsAnInternalErrorIfItIsOne() {
            breakEsim("8900000000000000002");
            assertError(
                    reseller()
                            .post(
                                    ORDERS,
                                    printedFor(newEmail(), "bulk-activation")
                                            .replace("8944474600000101811", "8900000000000000002")),
                    500,
                    "INTERNAL_ERROR",
                    "Internal Server Error");
        }
    }

    @Nested
    class AnOrder {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "00000000-0000-0000-0000-000000000000",
                    "nothing",
                    "3a6acf89-1ccf-4611-9424-453930f57ef1x",
                    "1-1-1-1-1"
                })
        void isNotFoundUnderAnIdThatIsNone(String id) {
            assertError(reseller().get(ORDERS + "/" + id), 404, "ORDER_NOT_FOUND", "There is no such order.");
            assertError(
                    reseller().get(ORDERS + "/" + id + "/history"), 404, "ORDER_NOT_FOUND", "There is no such order.");
            assertError(
                    reseller().get(ORDERS + "/" + id + "/qr-code"), 404, "ORDER_NOT_FOUND", "There is no such order.");
        }

        @Test
        void doesNotExistForAnotherTenant() {
            String order = place(printedFor(newEmail(), "new-esim"));
            for (String path : List.of(order, order + "/history", order + "/qr-code")) {
                assertError(as("reseller-globex").get(path), 404, "ORDER_NOT_FOUND", "There is no such order.");
                assertError(as("esim-nobody").get(path), 403, "ACCESS_DENIED", "The token does not allow this.");
            }
            assertThat(as("account-manager").get(order).status()).isEqualTo(200);
        }

        @Test
        void keepsNothingOfThePayment() {
            reseller()
                    .post(
                            ORDERS,
                            printedFor(newEmail(), "new-esim")
                                    .replace("\"input\": {", "\"input\": {\"payment\": {\"token\": \"tok-7716\"},"));

            assertThat(newEvents()).isNotEmpty();
            assertThat(jdbc().sql("select payload from domain_event")
                            .query(byte[].class)
                            .list())
                    .noneMatch(payload -> new String(payload, StandardCharsets.UTF_8).contains("tok-7716"));
        }
    }
}
