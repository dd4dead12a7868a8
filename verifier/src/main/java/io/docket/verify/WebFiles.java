package io.docket.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The files of a log that is served over HTTP. */
final class WebFiles implements LogFiles {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Of a bundle with 256 entries of the greatest length. */
    private static final int LONGEST = 256 * (2 + 0xffff);

    private final String prefix;
    private final @Nullable String token;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();

    private WebFiles(String prefix, @Nullable String token) {
        this.prefix = prefix;
        this.token = token;
    }

    static WebFiles at(String prefix, @Nullable String token) {
        return new WebFiles(prefix.endsWith("/") ? prefix : prefix + "/", token);
    }

    @Override
    public byte[] read(String path) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(prefix + path)).timeout(LIMIT);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] content = body.readNBytes(LONGEST + 1);
                if (response.statusCode() != 200 || content.length > LONGEST) {
                    throw new IOException(prefix + path + " answers " + response.statusCode());
                }
                return content;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
