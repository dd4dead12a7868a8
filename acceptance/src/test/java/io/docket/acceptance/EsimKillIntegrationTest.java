package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.partner.Certificates;
import io.docket.platform.testing.partner.Partners;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * {@code kill -9} of Docket and of the SM-DP+, a process of its own, while orders wait for each of the moments of each ES2+
 * call: afterwards all complete, and the SM-DP+ has one profile for each.
 */
@Tag("long")
class EsimKillIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("esim-kill");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SUBSCRIPTIONS = ", \"subscriptions\": [{\"id\": \"a3mM0000000Dcmr\"}]";
    private static final String TWO_BLANKS = """
            , "subscriptions": [{"id": "a3mM0000000Dcmr", "iccid": ["8944474600000101811, 8944474600000101829"]}]""";

    private final Certificates certificates = Certificates.in(DOCKETS.newFolder());
    private SimulatorsProcess simulators = SimulatorsProcess.start(DOCKETS.newFolder(), certificates);
    private Partners partners = simulators.partners();

    @AfterEach
    void stop() {
        simulators.close();
    }

    @Test
    void everyOrderCompletesWithOneProfileWhereverItsCallWasCutOff() {
        DocketSettings settings = settings(DOCKETS.newFolder());
        DocketProcess docket = DOCKETS.start(settings);
        var orders = new EsimOrders(docket.client("reseller-acme"));
        Map<String, String> ordersByMoment = new HashMap<>();
        for (String function : List.of("downloadOrder", "confirmOrder")) {
            for (String moment : List.of("before-work", "before-answer")) {
                hold(function, moment);
                String email = function + "-" + moment + "@example.com";
                ordersByMoment.put(function + " " + moment, orders.placeFor(email, "NEW_ESIM", SUBSCRIPTIONS));
                awaitHeld(ordersByMoment.size());
            }
        }
        hold("confirmOrder", "before-answer");
        String bulk = orders.place("BULK_ACTIVATION", TWO_BLANKS);
        awaitHeld(ordersByMoment.size() + 1);

        docket.kill9();
        docket.awaitEnd();
        simulators = simulators.killAndStart();
        partners = simulators.partners();
        partners.tell("smdp", "");
        DocketProcess again = DOCKETS.start(settings);

        var ordersAgain = new EsimOrders(again.client("reseller-acme"));
        Map<String, String> matchingIds = new HashMap<>();
        ordersByMoment.forEach((moment, order) -> {
            JsonNode esim = ordersAgain.awaitOutput(order);
            matchingIds.put(
                    esim.required("iccid").asString() + "F",
                    esim.required("matchingId").asString());
            assertThat(ordersAgain.changes(order))
                    .as(moment)
                    .containsExactly(
                            "new-esim-ordered",
                            "fulfilment-started",
                            "item-allocated",
                            "item-fulfilled",
                            "esim-order-completed");
        });
        ordersAgain
                .awaitOutput(bulk)
                .forEach(esim -> matchingIds.put(
                        esim.required("iccid").asString() + "F",
                        esim.required("matchingId").asString()));

        assertThat(matchingIds).hasSize(6).containsKeys("8944474600000101811F", "8944474600000101829F");
        assertThat(partners.done("smdp", "profiles")).hasSize(6).allSatisfy(profile -> {
            assertThat(profile.required("state").asString()).isEqualTo("released");
            assertThat(profile.required("matching-id").asString())
                    .isEqualTo(matchingIds.get(profile.required("iccid").asString()));
            assertThat(profile.at("/calls/downloadOrder/effects").asInt()).isEqualTo(1);
            assertThat(profile.at("/calls/confirmOrder/effects").asInt()).isEqualTo(1);
        });
        assertThat(matchingIds.values()).doesNotHaveDuplicates();
        assertThat(partners.shown("smdp").required("violations")).isEmpty();
        assertThat(docket.output()).doesNotContain(Certificates.PASSWORD);
    }

    /** The next call of a function waits, and its caller gets no answer. The calls that wait go on waiting. */
    private void hold(String function, String moment) {
        partners.tell("smdp", "\"function\": \"" + function + "\", \"hold-next\": \"" + moment + "\"");
    }

    private void awaitHeld(int calls) {
        await().atMost(PATIENCE)
                .until(() -> partners.shown("smdp").required("held-calls").asInt() == calls);
    }

    private DocketSettings settings(Path folder) {
        return DocketSettings.in(folder)
                .with("DOCKET_SMDP_ADDRESS", "rsp.test.example")
                .with("DOCKET_SMDP_BASEURL", simulators.address().toString())
                .with("DOCKET_SMDP_REQUESTERID", "docket-test")
                .with("DOCKET_SMDP_SSLBUNDLE", "smdp")
                .with("DOCKET_SMDP_READTIMEOUT", "60s")
                .with("SPRING_SSL_BUNDLE_JKS_SMDP_KEYSTORE_TYPE", "PKCS12")
                .with("SPRING_SSL_BUNDLE_JKS_SMDP_KEYSTORE_LOCATION", location(certificates.clientKeyStore()))
                .with("SPRING_SSL_BUNDLE_JKS_SMDP_KEYSTORE_PASSWORD", Certificates.PASSWORD)
                .with("SPRING_SSL_BUNDLE_JKS_SMDP_TRUSTSTORE_TYPE", "PKCS12")
                .with("SPRING_SSL_BUNDLE_JKS_SMDP_TRUSTSTORE_LOCATION", location(certificates.clientTrustStore()))
                .with("SPRING_SSL_BUNDLE_JKS_SMDP_TRUSTSTORE_PASSWORD", Certificates.PASSWORD);
    }

    private static String location(Path file) {
        return file.toUri().toString();
    }
}
