package io.docket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import io.docket.platform.contract.TokenIssuer;
import io.docket.platform.security.RefusalLog;
import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.ApiClient;
import io.docket.platform.testing.http.PublishedContract.Operation;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ApiSecurityIntegrationTest extends RunningDocket {

    @Autowired
    private TokenIssuer clients;

    @Autowired
    private Environment environment;

    @Autowired
    private RefusalLog refusalLog;

    @Autowired
    private RequestMappingHandlerMapping requestMappingHandlerMapping;

    private OwnTokens tokens() {
        return OwnTokens.of(environment);
    }

    private static Answer send(ApiClient client, Operation operation) {
        String path = operation.examplePath();
        // A stream without an end is not waited for.
        return client.request(operation.method(), path.equals("/events") ? path + "?until=now" : path)
                .send();
    }

    private static void assertUnauthorized(Answer answer) {
        assertRefused(answer, 401, "Unauthorized", "UNAUTHORISED", "A valid bearer token is required.");
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    }

    /** In the shape of its API, which the contract has been asked for. */
    private static void assertRefused(Answer answer, int status, String title, String type, String detail) {
        JsonNode body = answer.json();
        if (body.has("messages")) {
            assertBody(answer, status, "{\"type\": \"" + type + "\", \"messages\": [\"" + detail + "\"]}");
        } else if (body.has("cause")) {
            assertBody(answer, status, "{\"cause\": \"" + detail + "\"}");
        } else {
            assertProblem(answer, status, title, detail);
        }
    }

    @Test
    void noOperationAnswersWithoutATokenButThoseThatAreOpenToAll() {
        List<String> open = new ArrayList<>();
        for (Operation operation : anonymous().contract().operations()) {
            if (operation.scopes().isEmpty()) {
                open.add(operation.path());
                assertThat(send(anonymous(), operation).status())
                        .as("%s", operation)
                        .isIn(200, 404);
            } else {
                assertUnauthorized(send(anonymous(), operation));
            }
        }
        assertThat(open)
                .containsExactlyInAnyOrder(
                        "/audit/log/checkpoint", "/audit/log/key", "/events/schemas", "/events/schemas/{type}");
    }

    @Test
    void noOperationAnswersATokenThatIsNotOurs() throws Exception {
        OwnTokens own = tokens();
        RSAKey foreign = new RSAKeyGenerator(2048).keyID(own.key().getKeyID()).generate();
        RSAKey unknown = new RSAKeyGenerator(2048).keyID("unknown").generate();
        var accessToken = new JOSEObjectType("at+jwt");
        Date past = Date.from(Instant.now().minusSeconds(600));
        String good = own.signed(claims -> {});
        String unsigned = Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
                + "." + good.split("\\.", -1)[1] + ".";
        List<String> bad = List.of(
                "nonsense",
                "a.b.c",
                good.substring(0, good.length() - 8) + "AAAAAAAA",
                unsigned,
                own.signed(foreign, accessToken, claims -> {}),
                own.signed(unknown, accessToken, claims -> {}),
                own.signed(claims -> claims.issuer("https://elsewhere.example")),
                own.signed(claims -> claims.expirationTime(past)),
                own.signed(claims -> claims.expirationTime(null)),
                own.signed(claims -> claims.audience((String) null)),
                own.signed(claims -> claims.audience("another-system")),
                own.signed(own.key(), new JOSEObjectType("logout+jwt"), claims -> {}),
                own.signed(own.key(), new JOSEObjectType("dpop+jwt"), claims -> {}));

        for (Operation operation : anonymous().contract().operations()) {
            for (String token : bad) {
                assertUnauthorized(send(anonymous().withToken(token), operation));
            }
        }
        List<String> alsoGood = List.of(
                good,
                own.signed(own.key(), JOSEObjectType.JWT, claims -> {}),
                own.signed(own.key(), null, claims -> {}),
                own.signed(claims -> claims.audience(List.of("another-system", "docket"))));
        for (String token : alsoGood) {
            assertThat(anonymous().withToken(token).get("/v1/case/cases").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void theServersOwnTokensAreAccessTokensForUs() throws ParseException {
        SignedJWT token = SignedJWT.parse(anonymous().tokenOf("bank-channel"));

        assertThat(token.getHeader().getType()).hasToString("at+jwt");
        assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("docket");
        assertThat(token.getJWTClaimsSet().getExpirationTime()).isAfter(Instant.now());
        assertThat(token.getJWTClaimsSet().getClaim("client_id")).isEqualTo("bank-channel");
    }

    @Test
    void theServerAdvertisesNothingThatItDoesNotDo() {
        String issuer = environment.getRequiredProperty("docket.authorization-server.issuer");

        HttpResponse<String> metadata = sendUnchecked("/.well-known/oauth-authorization-server");
        assertThat(metadata.statusCode()).isEqualTo(200);
        assertThat(JsonMapper.shared().readTree(metadata.body()))
                .isEqualTo(JsonMapper.shared().readTree("""
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/oauth2/authorize",
                 "token_endpoint": "%1$s/oauth2/token", "jwks_uri": "%1$s/oauth2/jwks",
                 "response_types_supported": ["code"],
                 "grant_types_supported": ["authorization_code", "client_credentials"],
                 "token_endpoint_auth_methods_supported": ["client_secret_basic", "none"],
                 "code_challenge_methods_supported": ["S256"]}""".formatted(issuer)));
        JsonNode keys = JsonMapper.shared()
                .readTree(sendUnchecked("/oauth2/jwks").body())
                .get("keys");
        assertThat(keys.get(0).get("kid").asString()).isEqualTo(tokens().key().getKeyID());
        assertThat(keys.valueStream())
                .allSatisfy(key -> assertThat(key.has("d")).isFalse());
    }

    /** Neither a customer nor all of them: such a token acts for nobody. */
    @Test
    void aTokenWithoutACustomerIsRefusedWhereCustomersAreConcerned() {
        List<String> scopes =
                List.of("orders.read", "orders.write", "orders.approve", "cases.read", "cases.write", "cases.manage");
        for (String none : Arrays.asList(null, "", " ")) {
            ApiClient nobody = anonymous().withToken(tokens().signed(claims -> claims.claim("scope", scopes)
                    .claim("customer_number", none)));
            List<Operation> concerned = anonymous().contract().operations().stream()
                    .filter(operation -> !Collections.disjoint(operation.scopes(), scopes))
                    .toList();
            assertThat(concerned).hasSizeGreaterThan(20);
            for (Operation operation : concerned) {
                assertRefused(
                        send(nobody, operation), 403, "Forbidden", "ACCESS_DENIED", "The token does not allow this.");
            }
        }
        assertNoNewEvents();
    }

    /** The narrower one holds. */
    @Test
    void aTokenOfACustomerActsForThatOneWhateverItsScopes() {
        ApiClient customer =
                anonymous().withToken(tokens().signed(claims -> claims.claim("customer_number", "BRVU00002")));

        assertProblem(
                customer.get("/v1/case/cases?customer-id=MIGR00002"),
                403,
                "Forbidden",
                "The token does not allow to act for this customer.");
        assertThat(customer.get("/v1/case/cases").json().path("Items").valueStream())
                .allSatisfy(
                        item -> assertThat(item.path("customer-id").asString()).isEqualTo("BRVU00002"));
    }

    @Test
    void aTokenThatNamesNobodyIsNotAccepted() {
        String token = tokens().signed(claims -> claims.subject(null));

        assertUnauthorized(anonymous().withToken(token).get("/v1/case/cases"));
        assertUnauthorized(anonymous()
                .withToken(token)
                .request("POST", "/v1/case/complaints")
                .header("Idempotency-Key", "k")
                .json("{\"customer-id\":\"c\"}")
                .send());
        assertNoNewEvents();
    }

    @Test
    void everyOperationAnswersThoseTokensOnlyThatHaveItsScope() {
        for (Operation operation : anonymous().contract().operations()) {
            for (String client : clients.demoClients().keySet()) {
                boolean hasScope =
                        operation.scopes().isEmpty() || !Collections.disjoint(scopesOf(client), operation.scopes());
                boolean allowed = hasScope
                        && (operation.roles().isEmpty()
                                || !Collections.disjoint(claim(client, "roles"), operation.roles()));
                Answer answer = send(as(client), operation);
                if (allowed) {
                    assertThat(answer.status())
                            .as("%s as %s", operation, client)
                            .isNotIn(401, 403);
                } else {
                    assertRefused(answer, 403, "Forbidden", "ACCESS_DENIED", "The token does not allow this.");
                }
            }
        }
        assertNoNewEvents();
    }

    private Set<String> scopesOf(String client) {
        return claim(client, "scope");
    }

    /** The values of a claim, whether it is a list or has blanks between them. */
    private Set<String> claim(String client, String name) {
        String claims = anonymous().tokenOf(client).split("\\.", -1)[1];
        JsonNode claim = JsonMapper.shared()
                .readTree(Base64.getUrlDecoder().decode(claims))
                .path(name);
        Set<String> values = new HashSet<>();
        if (claim.isArray()) {
            claim.forEach(one -> values.add(one.asString()));
        } else {
            values.addAll(List.of(claim.asString("").split(" ", -1)));
        }
        return values;
    }

    /** One line each in the log of refusals, without ids, persons, tokens or secrets. */
    @Test
    void refusalsAreLogged() {
        var log = (Logger) LoggerFactory.getLogger("docket.security");
        var lines = new ListAppender<ILoggingEvent>();
        lines.list = new CopyOnWriteArrayList<>();
        lines.start();
        // The other tests have had more refused than is said one by one.
        ReflectionTestUtils.invokeMethod(requireNonNull(ReflectionTestUtils.getField(refusalLog, "denials")), "end");
        log.addAppender(lines);
        try {
            anonymous().get("/v1/case/cases/WI0000000404");
            anonymous().withToken("secret.token.value").get("/v1/case/cases/WI0000000404");
            anonymous()
                    .withToken(tokens().signed(claims -> claims.audience("another-system")))
                    .get("/customer-order/orders?customer-number=BRVU00002");
            as("analyst").put("/v1/case/cases/WI0000000404", "{}");
            as("customer-brvu").post("/v1/case/complaints", "{\"customer-id\":\"MIGR00002\"}");
            sendUnchecked("/actuator/prometheus");
            anonymous().get("/customers/BRVU00002");
            login("bank-channel:wrong-secret");
            login("branislav@example.com:his-secret");
            // A line is written when the answer has been sent.
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(lines.list).hasSize(9));
        } finally {
            log.detachAppender(lines);
        }

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactlyInAnyOrder(
                        "401 for GET /v1/case/cases/{case-id} from client unknown: no token",
                        "401 for GET /v1/case/cases/{case-id} from client unknown: token of no known form or signature",
                        "401 for GET /customer-order/orders from client unknown: The aud claim is not valid",
                        "403 for PUT /v1/case/cases/{case-id} from client analyst: not allowed to this caller",
                        "403 for POST /v1/case/complaints from client customer-brvu: not allowed to this caller",
                        "401 for /actuator from client unknown: no token",
                        "401 for an unknown path from client unknown: no token",
                        "401 for a login from client bank-channel: login refused",
                        "401 for a login from client unknown: login refused");
        assertThat(lines.list)
                .allSatisfy(line -> assertThat(line.getMDCPropertyMap()).containsKey("correlation-id"));
    }

    /** What is not in the contract is not held against it. */
    private HttpResponse<String> sendUnchecked(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(anonymous().server().resolve(path));
        if (headers.length > 0) {
            request.headers(headers).POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"));
        }
        try {
            return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void login(String credentials) {
        HttpResponse<String> answer = sendUnchecked(
                "/oauth2/token",
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("{\"error\":\"invalid_client\"}");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Basic realm=\"docket\"");
    }

    @Test
    void anEndpointThatTheContractDoesNotNameDoesNotAnswer() throws Exception {
        RequestMappingInfo mapping =
                RequestMappingInfo.paths("/v1/case/backdoor", "/backdoor").build();
        requestMappingHandlerMapping.registerMapping(mapping, new Backdoor(), Backdoor.class.getDeclaredMethod("open"));
        try {
            for (String path : List.of("/v1/case/backdoor", "/backdoor")) {
                assertUnauthorized(anonymous().get(path));
                assertNotFound(as("bank-agent").get(path));
                assertNotFound(as("operator").post(path, "{}"));
            }
        } finally {
            requestMappingHandlerMapping.unregisterMapping(mapping);
        }
    }

    static class Backdoor {

        @ResponseBody
        String open() {
            return "open";
        }
    }
}
