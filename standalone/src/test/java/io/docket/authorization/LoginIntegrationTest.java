package io.docket.authorization;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.docket.RunningDocket;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import tools.jackson.databind.json.JsonMapper;

/** A person logs in from swagger-ui: the authorization-code flow with PKCE, as a browser takes it. */
class LoginIntegrationTest extends RunningDocket {

    private static final String VERIFIER = "a-verifier-of-at-least-forty-three-characters-is-needed";
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" type=\"hidden\" value=\"([^\"]+)\"");

    @Autowired
    private Environment environment;

    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    private String redirectUri() {
        return environment.getRequiredProperty("docket.authorization-server.issuer")
                + "/swagger-ui/oauth2-redirect.html";
    }

    private Map<String, String> authorization() throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", "swagger-ui");
        parameters.put("redirect_uri", redirectUri());
        parameters.put("state", "a-state");
        parameters.put("code_challenge", Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
        parameters.put("code_challenge_method", "S256");
        return parameters;
    }

    private static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(joining("&"));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return browser.send(
                HttpRequest.newBuilder(anonymous().server().resolve(path))
                        .header("Accept", "text/html")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> getWithCookie(String path, String cookie) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(anonymous().server().resolve(path))
                                .header("Accept", "text/html")
                                .header("Cookie", cookie)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, Map<String, String> parameters)
            throws IOException, InterruptedException {
        return browser.send(
                HttpRequest.newBuilder(anonymous().server().resolve(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form(parameters)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static URI location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }

    @Test
    void theConsoleIsNotPutOutByWhatSomebodyMadeUp() throws Exception {
        for (String login : List.of("null", "{}", "{\"state\":\"x\"}", "[", "\u00e9")) {
            String cookie = "docket-login="
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(login.getBytes(StandardCharsets.UTF_8));
            assertThat(location(getWithCookie("/console/login/code/docket?code=c&state=x", cookie)))
                    .as(login)
                    .hasPath("/console/not-logged-in");
        }
        for (String status : List.of("100", "200", "302", "999")) {
            assertThat(getWithCookie("/console/problem/" + status, "a=b").statusCode())
                    .as(status)
                    .isEqualTo(404);
        }
        String auditor = "docket-console=" + anonymous().tokenOf("auditor");
        for (String after : List.of("1", "1.event", "x.event.1", "1.nothing.1", "9223372036854775807.event.1")) {
            assertThat(getWithCookie("/console/audit?object-id=x&after=" + after, auditor)
                            .statusCode())
                    .as(after)
                    .isEqualTo(400);
        }
    }

    private HttpResponse<String> logIn(String name, String password) throws IOException, InterruptedException {
        HttpResponse<String> page = get("/oauth2/login");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValue("default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
        Matcher csrf = CSRF.matcher(page.body());
        assertThat(csrf.find()).isTrue();
        return post("/oauth2/login", Map.of("username", name, "password", password, "_csrf", csrf.group(1)));
    }

    private String codeFor(Map<String, String> authorization) throws IOException, InterruptedException {
        URI back = location(get("/oauth2/authorize?" + form(authorization)));
        assertThat(back.toString()).startsWith(redirectUri() + "?").contains("state=a-state");
        Matcher code = Pattern.compile("code=([^&]+)").matcher(back.getRawQuery());
        assertThat(code.find()).isTrue();
        return URLDecoder.decode(code.group(1), StandardCharsets.UTF_8);
    }

    private HttpResponse<String> tokenFor(String code, String verifier) throws IOException, InterruptedException {
        return post(
                "/oauth2/token",
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "client_id",
                        "swagger-ui",
                        "redirect_uri",
                        redirectUri(),
                        "code",
                        code,
                        "code_verifier",
                        verifier));
    }

    @Test
    void aPersonLogsInAndGetsATokenOfThatPerson() throws Exception {
        assertThat(location(get("/oauth2/authorize?" + form(authorization()))).getPath())
                .isEqualTo("/oauth2/login");
        URI back = location(logIn("bank-agent", "bank-agent-secret"));
        assertThat(back.getPath()).isEqualTo("/oauth2/authorize");

        HttpResponse<String> answer = tokenFor(codeFor(authorization()), VERIFIER);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String token = JsonMapper.shared()
                .readTree(answer.body())
                .required("access_token")
                .asString();
        JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
        assertThat(claims.getSubject()).isEqualTo("bank-agent");
        assertThat(claims.getClaim("client_id")).isEqualTo("swagger-ui");
        assertThat(claims.getClaim("agent_name")).isEqualTo("Stevan.Kostoski");
        assertThat(claims.getStringListClaim("scope")).contains("cases.manage").doesNotContain("operations");
        assertThat(anonymous().withToken(token).get("/v1/case/cases").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"auditor, operations audit.read cases.manage, audit.read", "bank-agent, cases.read, cases.read"})
    void nobodyGetsMoreThanTheyHaveOrAskFor(String name, String asked, String granted) throws Exception {
        logIn(name, name + "-secret");
        Map<String, String> authorization = authorization();
        authorization.put("scope", asked);

        HttpResponse<String> answer = tokenFor(codeFor(authorization), VERIFIER);

        String token = JsonMapper.shared()
                .readTree(answer.body())
                .required("access_token")
                .asString();
        assertThat(SignedJWT.parse(token).getJWTClaimsSet().getStringListClaim("scope"))
                .isEqualTo(List.of(granted));
    }

    @Test
    void aCodeIsGoodOnceAndForWhoeverKnowsTheVerifier() throws Exception {
        logIn("bank-agent", "bank-agent-secret");
        assertThat(tokenFor(codeFor(authorization()), VERIFIER.replace("forty", "fifty"))
                        .statusCode())
                .isEqualTo(400);

        String code = codeFor(authorization());
        assertThat(tokenFor(code, VERIFIER).statusCode()).isEqualTo(200);
        assertThat(tokenFor(code, VERIFIER).statusCode()).isEqualTo(400);
        assertThat(tokenFor("never-issued", VERIFIER).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"bank-agent, mistaken", "nobody, nobody-secret", "swagger-ui, swagger-ui-secret"})
    void aWrongLoginIsRefused(String name, String password) throws Exception {
        HttpResponse<String> refused = logIn(name, password);

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body())
                .contains("The name or the password is wrong.")
                .doesNotContain(name, password);
        assertThat(location(get("/oauth2/authorize?" + form(authorization()))).getPath())
                .isEqualTo("/oauth2/login");
    }

    @Test
    void aLoginThatThePageDidNotSendIsRefused() throws Exception {
        assertThat(post("/oauth2/login", Map.of("username", "bank-agent", "password", "bank-agent-secret"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void noCodeGoesToAnotherPageOrWithoutAChallenge() throws Exception {
        logIn("bank-agent", "bank-agent-secret");
        Map<String, String> elsewhere = authorization();
        elsewhere.put("redirect_uri", "https://evil.example/oauth2-redirect.html");
        assertThat(get("/oauth2/authorize?" + form(elsewhere)).statusCode()).isEqualTo(400);

        Map<String, String> unchallenged = authorization();
        unchallenged.remove("code_challenge");
        unchallenged.remove("code_challenge_method");
        assertThat(location(get("/oauth2/authorize?" + form(unchallenged))).getQuery())
                .contains("error=invalid_request")
                .doesNotContain("code=");
    }
}
