package io.docket.eventstream.endpoint;

import io.docket.eventstream.subscription.StreamForm;
import io.docket.eventstream.subscription.Subscriber;
import io.docket.eventstream.subscription.Subscribers;
import io.docket.eventstream.subscription.Subscription;
import io.docket.platform.errors.UnavailableException;
import io.docket.platform.eventstore.OlderEvents;
import io.docket.platform.http.StreamConnection;
import io.docket.platform.security.RememberedTokens;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;

/** Answers requests with streams of events, which go on when the thread of the request is done with it. */
@Component
public class EventStreams {

    /** How long a client may take nothing of a stream. */
    public static final Duration PATIENCE = Duration.ofMinutes(1);

    /** What the system keeps for a client that does not take it. */
    private static final int SENT_BYTES = 128 * 1024;

    private final Subscribers subscribers;
    private final OlderEvents older;
    private final RememberedTokens tokens;

    EventStreams(Subscribers subscribers, OlderEvents older, RememberedTokens tokens) {
        this.subscribers = subscribers;
        this.older = older;
        this.tokens = tokens;
    }

    /** The right that a token gives, as subscriptions have it. */
    public Runnable rightOf(JwtAuthenticationToken token) {
        var bearer = new BearerTokenAuthenticationToken(token.getToken().getTokenValue());
        return () -> tokens.authenticate(bearer);
    }

    /** Says what the answer to a request will be. */
    static void prepare(HttpServletResponse response, StreamForm form) {
        response.setContentType(
                form == StreamForm.LINES ? EventStreamEndpoint.NDJSON.toString() : MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        // Proxies that gather answers are not to.
        response.setHeader("X-Accel-Buffering", "no");
    }

    /**
     * Answers with a stream, as long as the client listens.
     *
     * @throws UnavailableException if there are too many streams, or personal data cannot be masked yet
     * @throws IOException if the client is gone
     */
    public void open(Subscription wanted, HttpServletRequest request, HttpServletResponse response) throws IOException {
        prepare(response, wanted.form());
        if (!wanted.unmasked() && older.areLeft()) {
            throw new UnavailableException(
                    "Personal data of older events are being encrypted, and cannot be masked yet.");
        }
        var connection = StreamConnection.of(request);
        var outlet = new AsyncOutlet(connection);
        Subscriber subscriber = subscribers.add(wanted, outlet);
        try {
            connection.bound(SENT_BYTES, PATIENCE);
            response.flushBuffer();
            outlet.serve(subscriber, request);
        } catch (IOException | RuntimeException e) {
            subscriber.leave();
            throw e;
        }
    }
}
