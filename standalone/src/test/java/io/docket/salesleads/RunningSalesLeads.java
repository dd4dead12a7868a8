package io.docket.salesleads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.ClockAhead;
import io.docket.OwnTokens;
import io.docket.RunningDocket;
import io.docket.platform.testing.RunningClock;
import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.ApiClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The whole application with a clock that can be put forward, and what tests of sales leads do with it. */
@ContextConfiguration(initializers = ClockAhead.class)
abstract class RunningSalesLeads extends RunningDocket {

    static final String ORDERS = "/2.5/sp_spec/order/";

    private static final String CO = "co";
    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final AtomicInteger ORDER_TIMES = new AtomicInteger();

    @Autowired
    private RunningClock clock;

    @Autowired
    private Environment environment;

    @AfterEach
    void endAllTrouble() {
        tellTheCo("");
    }

    @AfterEach
    void requestsAreAsOnApiDescribesThem() {
        assertThat(partners().shown(CO).get("violations")).isEmpty();
    }

    final RunningClock clock() {
        return clock;
    }

    /** The printed request with valid values, ordered at a time that no other test has. */
    static ObjectNode request() {
        return (ObjectNode) JsonMapper.shared().readTree("""
                        {
                          "coId": "Acme",
                          "coAccessId": "8732c2f065e2490babce820e94b1011a",
                          "operation": "ACTIVATE",
                          "orderDateTime": "2021-05-03T20:31:15.%09dZ",
                          "requestedDateTime": "2021-05-06T00:01:00Z",
                          "products": [
                            {
                              "productId": "8732c2f065e2490babce820e94b1011a",
                              "offeringId": "8732c2f065e2490babce820e94b1011a"
                            }
                          ],
                          "customerDetails": {
                            "identifiedCustomer": true,
                            "personalIdentityNumber": "19811218-9876",
                            "customerFirstname": "Anna",
                            "customerLastName": "Öberg",
                            "customerPhone": "+46812345678",
                            "customerMobilePhone": "+46701234567",
                            "customerEmail": "anna.oberg@example.com",
                            "invoiceDetails": {
                              "streetName": "Storgatan",
                              "streetNumber": "1",
                              "streetLittera": "B",
                              "postalCode": "11122",
                              "city": "Stockholm"
                            }
                          }
                        }""".formatted(ORDER_TIMES.incrementAndGet()));
    }

    static ObjectNode requestAt(String accessId) {
        return request().put("coAccessId", accessId);
    }

    final ApiClient co() {
        return as("co-acme");
    }

    /** A client with a token of our own issuer. */
    final ApiClient coOf(@Nullable String tenant) {
        return anonymous().withToken(OwnTokens.of(environment).signed(claims -> claims.subject("co-of-" + tenant)
                .claim("scope", List.of("leads"))
                .claim("tenant", tenant)));
    }

    final Answer send(JsonNode request) {
        return co().post(ORDERS, request.toString());
    }

    static String statusIn(Answer answer) {
        answer.expect(200);
        return answer.text("status");
    }

    final JsonNode awaitStatus(String order, String status) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(statusIn(co().get(order))).isEqualTo(status));
        return co().get(order).json();
    }

    final List<JsonNode> history(String order) {
        Answer answer = co().get(order + "/history");
        answer.expect(200);
        return answer.items();
    }

    /** The orders that the simulated operator has for a lead. */
    final List<JsonNode> ordersAtTheCoFor(String order) {
        String reference = order.substring(order.lastIndexOf('/') + 1);
        return partners().done(CO, "orders").stream()
                .filter(placed -> placed.get("reference").asString().equals(reference))
                .toList();
    }

    final void tellTheCo(String trouble) {
        partners().tell(CO, trouble);
    }
}
