package io.docket.esim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.ClockAhead;
import io.docket.RunningDocket;
import io.docket.platform.correlation.Correlation;
import io.docket.platform.testing.RunningClock;
import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.ApiClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What tests of the eSIM Order API have in common. */
@ContextConfiguration(initializers = ClockAhead.class)
abstract class RunningEsimOrders extends RunningDocket {

    static final String ORDERS = "/esim/v1/order";

    @Autowired
    private RunningClock clock;

    final RunningClock clock() {
        return clock;
    }

    /** What tests leave behind goes on, and would be new to the next one. */
    @AfterEach
    void awaitTheEndOfAllOrders() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(count("esim-order-completed", "esim-order-failed"))
                        .isEqualTo(count("new-esim-ordered", "top-up-ordered", "bulk-activation-ordered")));
    }

    private int count(String... events) {
        return jdbc().sql("select count(*) from domain_event where payload_type in (:types)")
                .param(
                        "types",
                        Arrays.stream(events)
                                .map(event -> "docket.esim-order." + event)
                                .toList())
                .query(Integer.class)
                .single();
    }

    /** No client has changed anything; orders that were placed before may go on. */
    final void assertNothingHappened() {
        assertThat(newEvents())
                .filteredOn(event ->
                        !event.metaData().path(Correlation.ACTOR).asString("").equals("fulfil-esim-orders"))
                .isEmpty();
    }

    /** A request as the eSIM Order API prints it. */
    static String printed(String name) {
        try (var content = new ClassPathResource("esim-requests/" + name + ".json").getInputStream()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same but for its dates, which lie in the past by now. */
    static String printedToday(String name) {
        return printed(name).replace("\"2019-", "\"2099-");
    }

    /** The same for a customer whom no other test knows. */
    static String printedFor(String email, String name) {
        return printedToday(name).replace("john@doe.com", email).replace("test_customer_e2e@gmail.com", email);
    }

    static String newEmail() {
        return newCustomer() + "@example.com";
    }

    ApiClient reseller() {
        return as("reseller-acme");
    }

    /** Places an order, and answers where it is found. */
    String place(String json) {
        Answer answer = reseller().post(ORDERS, json);
        answer.expect(201);
        return answer.header("Location");
    }

    JsonNode awaitStatus(String order, String status) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(reseller().get(order).text("status")).isEqualTo(status));
        return reseller().get(order).json();
    }

    /** A new eSIM of a customer. */
    String newEsim(String email) {
        JsonNode done = awaitStatus(place(printedFor(email, "new-esim")), "COMPLETED");
        return done.get("output").get("iccid").asString();
    }

    static void assertError(Answer answer, int status, String type, String... messages) {
        var body = JsonMapper.shared().createObjectNode().put("type", type);
        var list = body.putArray("messages");
        for (String message : messages) {
            list.add(message);
        }
        assertBody(answer, status, body.toString());
    }
}
