package io.docket.platform.testing.partner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Steers simulated partners over HTTP: {@code card-system}, {@code smdp} and {@code co}. */
public final class Partners {

    private static final int MAX_PAGE = 200;

    private final URI address;
    private final HttpClient client;

    private Partners(URI address, HttpClient client) {
        this.address = address;
        this.client = client;
    }

    public static Partners at(URI address) {
        return new Partners(address, HttpClient.newHttpClient());
    }

    /** Those that want to see a certificate. */
    public static Partners at(URI address, SSLContext certificates) {
        return new Partners(
                address, HttpClient.newBuilder().sslContext(certificates).build());
    }

    /** Tells one which trouble to make from now on, in place of what it was told before: fields, without braces. */
    public void tell(String partner, String trouble) {
        HttpResponse<String> told = send(to(partner, "")
                .PUT(HttpRequest.BodyPublishers.ofString("{" + trouble + "}"))
                .build());
        if (told.statusCode() != 204) {
            throw new IllegalArgumentException(told.body());
        }
    }

    /** What one was told and has done, the first 200 of each kind. */
    public JsonNode shown(String partner) {
        return shown(partner, 1);
    }

    private JsonNode shown(String partner, int page) {
        HttpResponse<String> shown = send(
                to(partner, "?page-size=" + MAX_PAGE + "&page-number=" + page).build());
        if (shown.statusCode() != 200) {
            throw new IllegalStateException(shown.body());
        }
        return JsonMapper.shared().readTree(shown.body());
    }

    /** What one has done of a kind, in that order: {@code processed-requests}, {@code profiles} or {@code orders}. */
    public List<JsonNode> done(String partner, String kind) {
        List<JsonNode> found = new ArrayList<>();
        for (int number = 1; ; number++) {
            JsonNode page = shown(partner, number).required(kind);
            page.required("Items").forEach(found::add);
            if (number >= page.required("total-pages").asInt()) {
                return found;
            }
        }
    }

    private HttpRequest.Builder to(String partner, String query) {
        return HttpRequest.newBuilder(address.resolve("/demo/" + partner + query))
                .timeout(Duration.ofSeconds(30));
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
