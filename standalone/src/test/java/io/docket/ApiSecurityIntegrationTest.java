package io.docket;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.ApiClient;
import io.docket.platform.testing.http.PublishedContract.Operation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ApiSecurityIntegrationTest extends RunningDocket {

    private static final List<String> CLIENTS = List.of(
            "bank-channel",
            "customer-brvu",
            "customer-migr",
            "bank-agent",
            "reseller-acme",
            "reseller-globex",
            "account-manager",
            "esim-nobody",
            "smdp-demo",
            "co-acme",
            "auditor",
            "analyst",
            "analyst-pii",
            "operator");

    @Autowired
    private Environment environment;

    @Autowired
    private RequestMappingHandlerMapping requestMappingHandlerMapping;

    private String token(RSAKey key, @Nullable String subject, Instant expiry, String issuer) throws JOSEException {
        var claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .expirationTime(Date.from(expiry))
                .issueTime(Date.from(expiry.minusSeconds(60)))
                .claim("scope", List.of("cases.read", "cases.write", "cases.manage"));
        if (subject != null) {
            claims.subject(subject);
        }
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims.build());
        jwt.sign(new RSASSASigner(key));
        return jwt.serialize();
    }

    private RSAKey ownKey() throws Exception {
        Path file = Path.of(environment.getRequiredProperty("docket.data"), "authorization-server.jwk");
        return RSAKey.parse(Files.readString(file));
    }

    private String ownIssuer() {
        return environment.getRequiredProperty("docket.authorization-server.issuer");
    }

    private static Answer send(ApiClient client, Operation operation) {
        return client.request(operation.method(), operation.examplePath()).send();
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
    void noOperationAnswersWithoutAToken() {
        for (Operation operation : anonymous().contract().operations()) {
            assertUnauthorized(send(anonymous(), operation));
        }
    }

    @Test
    void noOperationAnswersATokenThatIsNotOurs() throws Exception {
        Instant later = Instant.now().plusSeconds(600);
        RSAKey foreign = new RSAKeyGenerator(2048).keyID(ownKey().getKeyID()).generate();
        String good = token(ownKey(), "somebody", later, ownIssuer());
        String unsigned = Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
                + "." + good.split("\\.", -1)[1] + ".";
        List<String> bad = List.of(
                "nonsense",
                "a.b.c",
                good.substring(0, good.length() - 8) + "AAAAAAAA",
                unsigned,
                token(foreign, "somebody", later, ownIssuer()),
                token(ownKey(), "somebody", later, "https://elsewhere.example"),
                token(ownKey(), "somebody", Instant.now().minusSeconds(600), ownIssuer()));

        for (Operation operation : anonymous().contract().operations()) {
            for (String token : bad) {
                assertUnauthorized(send(anonymous().withToken(token), operation));
            }
        }
        assertThat(anonymous().withToken(good).get("/v1/case/cases").status()).isEqualTo(200);
    }

    @Test
    void aTokenThatNamesNobodyIsNotAccepted() throws Exception {
        String token = token(ownKey(), null, Instant.now().plusSeconds(600), ownIssuer());

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
            assertThat(operation.scopes()).as("scopes of %s", operation).isNotEmpty();
            for (String client : CLIENTS) {
                boolean allowed = !Collections.disjoint(scopesOf(client), operation.scopes())
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
