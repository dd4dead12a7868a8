package io.docket.acceptance;

import static io.docket.acceptance.TellingServer.GOT;
import static io.docket.acceptance.TellingServer.SIDE;
import static io.docket.acceptance.TellingServer.UNANSWERED;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.testing.http.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Line by line, what the proxy does: in front of servers that tell what they get. */
class ProxyIntegrationTest {

    private static TellingServer command;
    private static TellingServer query;
    private static TellingServer issuer;
    private static Proxy proxy;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        command = new TellingServer("command");
        query = new TellingServer("query");
        issuer = new TellingServer("issuer");
        proxy = Proxy.start(folder, List.of(command.port()), List.of(query.port()), issuer.port());
    }

    @AfterAll
    static void stop() {
        proxy.close();
        List.of(command, query, issuer).forEach(TellingServer::close);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, query",
        "GET, /v1/case/cases?page-size=5, query",
        "HEAD, /v1/case/cases/WI0000500001, query",
        "OPTIONS, /v1/case/complaints, query",
        "POST, /v1/case/complaints, command",
        "PUT, /v1/case/cases/WI0000500001, command",
        "DELETE, /v1/case/cases/WI0000500001/attachments/a%2Fb, command",
        "PATCH, /v1/case/cases/WI0000500001, command",
        "POST, /customer-order/card-blockades, command",
        "POST, /esim/v1/order, command",
        "POST, /2.5/sp_spec/order/, command",
        "POST, /gsma/rsp2/es2plus/handleDownloadProgressInfo, command",
        "POST, /privacy/exports, command",
        "GET, /privacy/erasures/1, query",
        "GET, /operations/queues, command",
        "GET, /operations/queues?page-size=5, command",
        "GET, /operations/queues/, command",
        "GET, /operations/%71ueues, command",
        "HEAD, /operations/queues/send_to_card_system/tasks, command",
        "GET, /operations/queues/send_to_card_system/tasks, command",
        "POST, /operations/queues/send_to_card_system/tasks/1/retry, command",
        "DELETE, /operations/queues/send_to_card_system/tasks/1, command",
        "GET, /operations/queues-of-others, query",
        "GET, /operations/projections, query",
        "POST, /operations/projections/cases/replays, query",
        "DELETE, /operations/replays/1, query",
        "POST, /operations/dead-letters/retry, query",
        "GET, /events, query",
        "POST, /events, query",
        "POST, /events/subscriptions, query",
        "POST, /%65vents/subscriptions, query",
        "DELETE, /events/subscriptions/1, query",
        "POST, /audit/search, query",
        "POST, /console, query",
        "POST, /console/logout, query",
        "GET, /console/operations, query",
        "GET, /console/operations/dead-letters, query",
        "GET, /console/operations/queues, command",
        "GET, /console/operations/%71ueues?done=retried, command",
        "POST, /console/operations/queues/send_to_card_system/tasks/1/retry, command",
        "GET, /console/operations/partners, command",
        "GET, /console/operations/partners-of-others, query",
        "POST, /oauth2/token, issuer",
        "GET, /.well-known/openid-configuration, issuer",
        "GET, /realms/docket/protocol/openid-connect/auth, issuer",
        "GET, /resources/style.css, issuer",
        "POST, /login, issuer",
        "GET, /login/somewhere, query",
        // What an issuer has beside these paths is not for everybody.
        "GET, /admin/master/console, query",
        "GET, /realms/../admin/master/console, query",
        "GET, /realms/%2e%2e/admin/master/console, query",
        "GET, /resources/.%2E/admin/master/console, query",
    })
    void eachRequestGoesWhereItBelongs(String method, String path, String side) {
        assertThat(proxy.send(method, path).header(SIDE)).isEqualTo(side);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/actuator", "/%61ctuator/prometheus", "/ACTUATOR/health"})
    void healthAndMetricsAreNobodys(String path) {
        Answer answer = proxy.send("GET", path).expect(404);
        assertThat(answer.header(SIDE)).isEmpty();
    }

    /** What a server got, of a request that says where it comes from. */
    private static List<String> forwarded(Proxy to) {
        Answer answer = to.send(
                        "GET",
                        "/",
                        "Host: docket.example:8443",
                        "Forwarded: for=192.0.2.1;proto=https",
                        "X-Forwarded-For: 192.0.2.1",
                        "X-Forwarded-Proto: https",
                        "X-Forwarded-Host: docket.bank.example",
                        "X-Forwarded-Port: 443")
                .expect(200);
        return answer.headers().map().entrySet().stream()
                .filter(header -> header.getKey().toLowerCase(Locale.ROOT).contains("forwarded"))
                .map(header -> header.getKey().toLowerCase(Locale.ROOT) + " " + header.getValue())
                .toList();
    }

    @Test
    void whatAClientSaysOfWhereItComesFromIsTakenOff() {
        assertThat(forwarded(proxy))
                .containsExactlyInAnyOrder(
                        "got-x-forwarded-for [127.0.0.1]",
                        "got-x-forwarded-proto [http]",
                        "got-x-forwarded-host [docket.example:8443]",
                        "got-x-forwarded-port [8443]");
    }

    @Test
    void whatIsSaidByWhoEndsTlsBeforeItIsPassedOn(@TempDir Path servers) {
        try (var behind = Proxy.start(
                servers,
                List.of(command.port()),
                List.of(query.port()),
                issuer.port(),
                Map.of("DOCKET_PROXY_FRONT", "127.0.0.0/8"))) {
            assertThat(forwarded(behind))
                    .containsExactlyInAnyOrder(
                            "got-x-forwarded-for [192.0.2.1, 127.0.0.1]",
                            "got-x-forwarded-proto [https]",
                            "got-x-forwarded-host [docket.bank.example]",
                            "got-x-forwarded-port [443]");
        }
    }

    @Test
    void thePortOfAHostWithoutOneIsThatOfTheProtocol() {
        assertThat(proxy.send("GET", "/", "Host: docket.example").header(GOT + "X-Forwarded-Port"))
                .isEqualTo("80");
    }

    /** It may have been done. */
    @Test
    void whatAProcessHasGotIsNotSentToAnother(@TempDir Path servers) throws IOException {
        try (var one = new TellingServer("one");
                var other = new TellingServer("other");
                var before =
                        Proxy.start(servers, List.of(one.port(), other.port()), List.of(query.port()), issuer.port())) {
            Answer answer = before.send("POST", UNANSWERED).expect(503);

            assertThat(one.requests() + other.requests()).isEqualTo(1);
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(answer.text()).contains("not known whether this was done");
        }
    }

    @Test
    void whatNoProcessHasGotIsSentToAnother(@TempDir Path servers) throws IOException {
        try (var one = new TellingServer("one");
                var before = Proxy.start(
                        servers, List.of(Proxy.freePort(), one.port()), List.of(Proxy.freePort()), issuer.port())) {
            for (int times = 0; times < 4; times++) {
                assertThat(before.send("POST", "/v1/case/complaints").header(SIDE))
                        .isEqualTo("one");
            }

            Answer nobody = before.send("GET", "/").expect(503);
            assertThat(nobody.header("Retry-After")).isEqualTo("1");
            assertThat(nobody.text()).contains("Try again");
        }
    }
}
