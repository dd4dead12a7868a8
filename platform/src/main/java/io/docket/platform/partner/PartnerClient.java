package io.docket.platform.partner;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls one partner. A call is bounded in time, from the connection to the end of the answer, and in the size of its
 * answer; redirects are answers like others. A certificate that is renewed while the application runs is used from then on.
 */
public final class PartnerClient {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final String name;
    private final String partner;
    private final PartnerConnection connection;
    private final @Nullable String authorization;
    private final PartnerCalls calls;

    private volatile HttpClient client;

    /**
     * A client that has not called yet.
     *
     * @param name of the partner in metrics and traces, such as {@code card-system}
     * @param partner what messages call the partner, such as {@code The card system}
     * @param authorization the value of the {@code Authorization} header, a secret; {@code null} for none
     * @param sslBundles where the connection's bundle is looked up
     */
    public PartnerClient(
            String name,
            String partner,
            PartnerConnection connection,
            @Nullable String authorization,
            SslBundles sslBundles,
            PartnerCalls calls) {
        this.name = name;
        this.partner = partner;
        this.connection = connection;
        this.authorization = authorization;
        this.calls = calls;
        calls.meet(name, partner, connection.baseUrl());
        String bundle = connection.sslBundle();
        if (bundle == null) {
            client = client(null);
        } else {
            client = client(sslBundles.getBundle(bundle));
            sslBundles.addBundleUpdateHandler(bundle, renewed -> client = client(renewed));
        }
    }

    private HttpClient client(@Nullable SslBundle bundle) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connection.connectTimeout());
        if (bundle != null) {
            SslOptions options = bundle.getOptions();
            var parameters = new SSLParameters();
            parameters.setCipherSuites(options.getCiphers());
            parameters.setProtocols(options.getEnabledProtocols());
            builder.sslContext(bundle.createSslContext()).sslParameters(parameters);
        }
        return builder.build();
    }

    /**
     * Asks for something.
     *
     * @param path behind the base URL, encoded
     * @param maxBytes of the answer's body
     * @throws PartnerUnavailableException if there is no whole answer in time
     */
    public PartnerAnswer get(String path, int maxBytes) {
        return calls.make(
                name, "GET", () -> send(HttpRequest.newBuilder(at(path)).GET(), Map.of(), maxBytes));
    }

    /**
     * Sends a document.
     *
     * @param path behind the base URL, encoded
     * @param body what is sent as JSON
     * @param headers more headers, or others than are sent by default
     * @param maxBytes of the answer's body
     * @throws PartnerUnavailableException if there is no whole answer in time
     */
    public PartnerAnswer post(String path, Object body, Map<String, String> headers, int maxBytes) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path))
                .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        return calls.make(name, "POST", () -> send(request, headers, maxBytes));
    }

    private URI at(String path) {
        return URI.create(connection.baseUrl() + path);
    }

    /** Bounds the whole exchange: the client's own timeout would end with the headers of the answer. */
    private PartnerAnswer send(HttpRequest.Builder request, Map<String, String> headers, int maxBytes) {
        request.setHeader(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE);
        if (authorization != null) {
            request.setHeader(HttpHeaders.AUTHORIZATION, authorization);
        }
        headers.forEach(request::setHeader);
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.build(), head -> new BoundedBody(maxBytes));
        try {
            return new PartnerAnswer(
                    partner, answer.get(connection.readTimeout().toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new PartnerUnavailableException(partner + " did not answer within " + connection.readTimeout(), e);
        } catch (ExecutionException e) {
            throw new PartnerUnavailableException(partner + " cannot be reached: " + e.getCause(), e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new PartnerUnavailableException("The wait for an answer was interrupted: " + partner, e);
        }
    }
}
