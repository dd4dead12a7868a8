package io.docket.platform.testing.http;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How a demo client asks for a token. */
public final class DemoToken {

    private DemoToken() {}

    /** The request; the secret of a demo client is its id followed by {@code -secret}. */
    public static HttpRequest.Builder request(URI server, String clientId) {
        String credentials = Base64.getEncoder()
                .encodeToString((clientId + ":" + clientId + "-secret").getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(server.resolve("/oauth2/token"))
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials"));
    }

    /** What is granted. */
    public static String in(Answer answer) {
        return answer.expect(200).text("access_token");
    }
}
