package io.docket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What HTTP itself promises: methods, media types, compression, pages of other origins. */
class HttpSemanticsIntegrationTest extends RunningDocket {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final String COMPLAINTS = "/v1/case/complaints";

    private HttpResponse<byte[]> send(
            String method, String path, @Nullable String client, @Nullable String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        anonymous().server().resolve(path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (client != null) {
            request.header("Authorization", "Bearer " + anonymous().tokenOf(client));
        }
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        try {
            return HTTP.send(
                    headers.length == 0
                            ? request.build()
                            : request.headers(headers).build(),
                    BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Optional<String> header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name);
    }

    @ParameterizedTest
    @CsvSource({
        "bank-channel, /v1/case/cases",
        "bank-channel, /v1/case/classifications/importances",
        "bank-channel, /customer-order/orders",
        "bank-channel, /v1/case/cases/WI0000000404",
        ", /openapi.yaml",
        ", /swagger-ui/index.html",
        ", /actuator/health"
    })
    void headAnswersAsGetDoesWithoutTheBody(String client, String path) {
        HttpResponse<byte[]> get = send("GET", path, client, null);
        HttpResponse<byte[]> head = send("HEAD", path, client, null);

        assertThat(head.statusCode()).isEqualTo(get.statusCode()).isIn(200, 404);
        assertThat(header(head, "Content-Type")).isEqualTo(header(get, "Content-Type"));
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bank-channel, /v1/case/cases, 'GET, HEAD, OPTIONS'",
        "bank-channel, /v1/case/complaints/, 'OPTIONS, POST'",
        "reseller-acme, /esim/v1/order, 'OPTIONS, POST'",
        "co-acme, /2.5/sp_spec/order/x, 'GET, HEAD, OPTIONS'"
    })
    void optionsTellsTheMethods(String client, String path, String allowed) {
        HttpResponse<byte[]> answer = send("OPTIONS", path, client, null);

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(header(answer, "Allow")).contains(allowed);
        assertThat(answer.body()).isEmpty();
        assertThat(send("OPTIONS", path, null, null).statusCode()).isEqualTo(401);
        assertThat(send("OPTIONS", path.replaceAll("/$", "") + "/unknown/path", client, null)
                        .statusCode())
                .isIn(404, 501);
    }

    @ParameterizedTest
    @CsvSource({"DELETE, /openapi.yaml", "POST, /swagger-ui/index.html", "PUT, /openapi.yaml"})
    void aReferencePageIsOnlyRead(String method, String path) {
        HttpResponse<byte[]> answer = send(method, path, null, null);

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(header(answer, "Allow").orElseThrow()).contains("GET", "HEAD");
        assertThat(header(answer, "Content-Type")).contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml, text/*;q=0.5", "application/json;q=0, */*", "nonsense"})
    void whatIsAcceptedInNoFormIsNotDone(String accept) {
        for (String[] request : new String[][] {
            {"POST", COMPLAINTS, "bank-channel", "{\"customer-id\":\"c\"}", "application/problem+json"},
            {"GET", "/v1/case/cases", "bank-channel", null, "application/problem+json"},
            {"GET", "/customer-order/orders", "bank-channel", null, "application/problem+json"},
            {"POST", "/esim/v1/order", "reseller-acme", "{}", "application/json"},
            {"POST", "/2.5/sp_spec/order/", "co-acme", "{}", "application/json"}
        }) {
            HttpResponse<byte[]> answer = send(request[0], request[1], request[2], request[3], "Accept", accept);

            assertThat(answer.statusCode()).as(request[1]).isEqualTo(406);
            assertThat(header(answer, "Content-Type")).contains(request[4]);
            String body = new String(answer.body(), StandardCharsets.UTF_8);
            assertThat(JsonMapper.shared().readTree(body).propertyNames())
                    .contains(
                            request[1].startsWith("/esim")
                                    ? "type"
                                    : request[1].startsWith("/2.5") ? "cause" : "title");
        }
        assertNoNewEvents();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "*/*", "application/*;q=0.1", "text/html, application/json;q=0.9"})
    void whatIsAcceptedIsAnswered(String accept) {
        assertThat(send("GET", "/v1/case/cases", "bank-channel", null, "Accept", accept)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aLongDocumentIsCompressedForWhoAcceptsIt() throws IOException {
        assertCompressedForWhoAcceptsIt("/openapi.yaml", "application/yaml");
    }

    @Test
    void aLongAnswerIsCompressedForWhoAcceptsIt() throws IOException {
        String customer = newCustomer();
        String complaint = "{\"customer-id\":\"" + customer + "\",\"details\":\"" + "Why? ".repeat(800) + "\"}";
        as("bank-channel").post(COMPLAINTS, complaint).expect(201);
        String list = "/v1/case/cases?customer-id=" + customer;
        getCurrent(as("bank-channel"), list).expect(200);

        assertCompressedForWhoAcceptsIt(list, "application/json");
    }

    private void assertCompressedForWhoAcceptsIt(String path, String type) throws IOException {
        HttpResponse<byte[]> plain = send("GET", path, "bank-channel", null);
        HttpResponse<byte[]> compressed = send("GET", path, "bank-channel", null, "Accept-Encoding", "gzip");

        assertThat(header(plain, "Content-Encoding")).isEmpty();
        assertThat(header(plain, "Content-Type").orElseThrow()).startsWith(type);
        assertThat(header(compressed, "Content-Encoding")).contains("gzip");
        assertThat(compressed.headers().allValues("Vary"))
                .anyMatch(vary -> vary.toLowerCase(Locale.ROOT).contains("accept-encoding"));
        try (var content = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
            assertThat(content.readAllBytes()).isEqualTo(plain.body());
        }
    }

    @Test
    void aLongProblemIsCompressed() {
        String wrong = "{\"importance\":1,\"customer-id\":2,\"customer-name\":3,\"details\":4,\"comm-reason\":5,"
                + "\"comm-type\":6,\"case-type\":7,\"rel-case-id\":8,\"case-id\":9,\"arrangement-num\":10,"
                + "\"comm-reply-address\":11,\"comm-reply-address-code\":12,\"customer-ident-num\":13}";

        HttpResponse<byte[]> problem = send("POST", COMPLAINTS, "bank-channel", wrong, "Accept-Encoding", "gzip");

        assertThat(problem.statusCode()).isEqualTo(400);
        assertThat(header(problem, "Content-Encoding")).contains("gzip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://bank.example", "http://localhost:3000"})
    void pagesOfAllowedOriginsMayCall(String origin) {
        HttpResponse<byte[]> preflight = send(
                "OPTIONS",
                "/v1/case/cases/WI0000000404",
                null,
                null,
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "PUT",
                "Access-Control-Request-Headers",
                "authorization, if-match");
        assertThat(preflight.statusCode()).isEqualTo(200);
        assertThat(header(preflight, "Access-Control-Allow-Origin")).contains(origin);
        assertThat(header(preflight, "Access-Control-Allow-Methods").orElseThrow())
                .contains("PUT");
        assertThat(header(preflight, "Access-Control-Allow-Headers").orElseThrow())
                .contains("authorization", "if-match");
        assertThat(header(preflight, "Access-Control-Allow-Credentials")).isEmpty();

        HttpResponse<byte[]> read = send("GET", "/v1/case/cases", "bank-channel", null, "Origin", origin);
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(header(read, "Access-Control-Allow-Origin")).contains(origin);
        assertThat(header(read, "Access-Control-Expose-Headers").orElseThrow())
                .contains("ETag", "Location", "Consistency-Token");
        assertThat(header(send("GET", "/v1/case/cases", null, null, "Origin", origin), "Access-Control-Allow-Origin"))
                .contains(origin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://elsewhere.example", "https://bank.example:8443", "http://bank.example", "null"})
    void pagesOfOtherOriginsAreLeftToTheirBrowsers(String origin) {
        HttpResponse<byte[]> preflight =
                send("OPTIONS", "/v1/case/cases", null, null, "Origin", origin, "Access-Control-Request-Method", "GET");
        assertThat(preflight.statusCode()).isEqualTo(403);
        assertThat(header(preflight, "Access-Control-Allow-Origin")).isEmpty();
        assertThat(header(preflight, "X-Correlation-ID")).isPresent();

        HttpResponse<byte[]> read = send("GET", "/v1/case/cases", "bank-channel", null, "Origin", origin);
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(header(read, "Access-Control-Allow-Origin")).isEmpty();
    }
}
