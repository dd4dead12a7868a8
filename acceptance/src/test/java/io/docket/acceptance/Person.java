package io.docket.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody with a browser without scripts, which goes where it is led, keeps cookies, and sends forms. */
final class Person {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int MOST_STEPS = 10;

    private final CookieManager cookies = new CookieManager();
    private final HttpClient browser = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(cookies)
            .build();
    private final URI docket;

    Person(URI docket) {
        this.docket = docket;
    }

    /** The page of the console that somebody comes to who logs in at the issuer, if it asks, by this name. */
    HttpResponse<String> logIn(String name) {
        HttpResponse<String> page = open("/console");
        return page.uri().getPath().equals("/oauth2/login")
                ? submit(page, page.uri(), Map.of("username", name, "password", name + "-secret"))
                : page;
    }

    /** Somebody who has logged in before, whose token is that of a client. */
    static Person loggedIn(Client client, URI docket) {
        var person = new Person(docket);
        var session = new HttpCookie("docket-console", Objects.requireNonNull(client.token()));
        session.setPath("/console");
        session.setVersion(0);
        person.cookies.getCookieStore().add(docket, session);
        return person;
    }

    /** Who is told to try again, since the issuer has not said yet where people log in, does. */
    HttpResponse<String> open(String path) {
        return await(path)
                .pollDelay(Duration.ZERO)
                .atMost(PATIENCE)
                .until(
                        () -> follow(HttpRequest.newBuilder(docket.resolve(path))),
                        answer -> answer.statusCode() != HttpURLConnection.HTTP_UNAVAILABLE);
    }

    /** The page behind a form, which is sent with the token that the page has for it. */
    HttpResponse<String> submit(HttpResponse<String> page, URI action, Map<String, String> fields) {
        Matcher csrf = CSRF.matcher(page.body());
        assertThat(csrf.find()).as(page.body()).isTrue();
        String form = fields.entrySet().stream()
                .map(field -> "&" + field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("", "_csrf=" + URLEncoder.encode(csrf.group(1), UTF_8), ""));
        return follow(HttpRequest.newBuilder(page.uri().resolve(action))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    private HttpResponse<String> follow(HttpRequest.Builder first) {
        HttpResponse<String> answer = send(first);
        for (int steps = 0; answer.statusCode() / 100 == 3; steps++) {
            assertThat(steps).as("%s", answer).isLessThan(MOST_STEPS);
            String next = answer.headers().firstValue("Location").orElseThrow();
            answer = send(HttpRequest.newBuilder(answer.uri().resolve(next)));
        }
        return answer;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return browser.send(
                    request.header("Accept", "text/html").timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
