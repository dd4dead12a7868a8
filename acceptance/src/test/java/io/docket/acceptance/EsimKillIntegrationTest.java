package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.testing.smdp.Certificates;
import io.docket.platform.testing.smdp.Es2PlusProfiles.Profile;
import io.docket.platform.testing.smdp.Es2PlusServer;
import io.docket.platform.testing.smdp.Es2PlusServer.Hold;
import io.docket.platform.testing.smdp.Es2PlusServer.Moment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * {@code kill -9} while orders wait for each of the moments of each ES2+ call: afterwards all complete, and the SM-DP+
 * has one profile for each.
 */
class EsimKillIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("esim-kill");

    private static final String SUBSCRIPTIONS = ", \"subscriptions\": [{\"id\": \"a3mM0000000Dcmr\"}]";
    private static final String TWO_BLANKS = """
            , "subscriptions": [{"id": "a3mM0000000Dcmr", "iccid": ["8944474600000101811, 8944474600000101829"]}]""";

    private final Certificates certificates = Certificates.in(DOCKETS.newFolder());
    private final Es2PlusServer smdp = Es2PlusServer.start(certificates);

    @AfterEach
    void stop() {
        smdp.close();
    }

    @Test
    void everyOrderCompletesWithOneProfileWhereverItsCallWasCutOff() {
        DocketSettings settings = settings(DOCKETS.newFolder());
        DocketProcess docket = DOCKETS.start(settings);
        var orders = new EsimOrders(docket.client("reseller-acme"));
        List<Hold> holds = new ArrayList<>();
        Map<String, String> ordersByMoment = new HashMap<>();
        for (String function : List.of("downloadOrder", "confirmOrder")) {
            for (Moment moment : Moment.values()) {
                Hold hold = smdp.holdNext(function, moment);
                String email = function + "-" + moment + "@example.com";
                ordersByMoment.put(function + " " + moment, orders.placeFor(email, "NEW_ESIM", SUBSCRIPTIONS));
                hold.awaitCall();
                holds.add(hold);
            }
        }
        Hold inTheMiddle = smdp.holdNext("confirmOrder", Moment.BEFORE_ITS_ANSWER);
        String bulk = orders.place("BULK_ACTIVATION", TWO_BLANKS);
        inTheMiddle.awaitCall();
        holds.add(inTheMiddle);

        docket.kill9();
        docket.awaitEnd();
        holds.forEach(Hold::letGo);
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
        assertThat(smdp.profiles()).hasSize(6).allSatisfy((iccid, profile) -> {
            assertThat(profile.state()).isEqualTo("Released");
            assertThat(profile.matchingId()).isEqualTo(matchingIds.get(iccid));
        });
        assertThat(smdp.profiles().values()).extracting(Profile::matchingId).doesNotHaveDuplicates();
        assertThat(smdp.violations()).isEmpty();
        assertThat(docket.output()).doesNotContain(Certificates.PASSWORD);
    }

    private DocketSettings settings(Path folder) {
        return DocketSettings.in(folder)
                .with("DOCKET_SMDP_ADAPTER", "es2plus")
                .with("DOCKET_SMDP_ADDRESS", "rsp.test.example")
                .with("DOCKET_SMDP_ES2PLUS_BASEURL", smdp.address().toString())
                .with("DOCKET_SMDP_ES2PLUS_REQUESTERID", "docket-test")
                .with("DOCKET_SMDP_ES2PLUS_SSLBUNDLE", "smdp")
                .with("DOCKET_SMDP_ES2PLUS_READTIMEOUT", "60s")
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
