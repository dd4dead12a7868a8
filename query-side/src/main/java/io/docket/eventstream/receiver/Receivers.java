package io.docket.eventstream.receiver;

import io.docket.platform.metrics.Durations;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.async.methods.SimpleRequestProducer;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Sends messages to whoever has been named by others, and so perhaps by somebody who means to reach what only we can reach.
 * A name is looked up once, its addresses are checked, and the request goes to the address that was checked. Redirects are
 * answers like others. Nobody waits in a thread for a receiver, but for the look-ups of names, which have threads of their
 * own. A request is bounded in time, whatever the receiver does, and so is what is received.
 */
@Component
@EnableConfigurationProperties(WebhookProperties.class)
public final class Receivers implements DisposableBean {

    /** How long it takes in all to send a message and to receive the answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration LOOKUP_PATIENCE = Duration.ofSeconds(10);
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final String UNAVAILABLE = "unavailable";
    private static final int MOST_PORT = 65_535;

    /** A name of DNS has 253 characters at the most, and a port five behind a colon. */
    private static final int LONGEST_AUTHORITY = 259;

    private static final Pattern LITERAL = Pattern.compile("\\[.*]|[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    /** What some take for an address of IPv4, and nobody for a name. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9a-fA-F]*");

    private static final ContentType CLOUD_EVENT = ContentType.parse("application/cloudevents+json; charset=UTF-8");

    /** The same for a name that is not known as for one that is ours: nobody is to find out which names we have. */
    private static final String NOT_ALLOWED = "The host has no public address";

    private final Destinations destinations;
    private final NameLookup names;
    private final Duration patience;
    private final Clock clock;
    private final Map<String, Timer> timers = new HashMap<>();
    private final Lookups lookups = new Lookups();
    private final CloseableHttpAsyncClient client;

    /** Finds the addresses of a name. */
    @FunctionalInterface
    interface NameLookup {

        InetAddress[] find(String host) throws UnknownHostException;
    }

    @Autowired
    Receivers(WebhookProperties properties, Clock clock, MeterRegistry meters) throws NoSuchAlgorithmException {
        this(properties.destinations(), InetAddress::getAllByName, SSLContext.getDefault(), PATIENCE, clock, meters);
    }

    Receivers(
            Destinations destinations,
            NameLookup names,
            SSLContext trusted,
            Duration patience,
            Clock clock,
            MeterRegistry meters) {
        this.destinations = destinations;
        this.names = names;
        this.patience = patience;
        this.clock = clock;
        for (String outcome : List.of("2xx", "3xx", "4xx", "5xx", UNAVAILABLE)) {
            timers.put(
                    outcome,
                    Durations.timer("docket.webhook.requests")
                            .tag("outcome", outcome)
                            .description("Requests of webhooks, by the class of the answer's status; "
                                    + "unavailable without one in time")
                            .register(meters));
        }
        client = OutboundClient.create(trusted, patience);
        client.start();
    }

    /** Whether requests might go to a URL, as far as it tells by itself; names are looked up when there is something to send. */
    public boolean mayBeAllowed(URI url) {
        boolean plain = "http".equals(url.getScheme());
        return (plain ? destinations.namesAny() : "https".equals(url.getScheme()))
                && url.getHost() != null
                && url.getRawAuthority().length() <= LONGEST_AUTHORITY
                && url.getRawUserInfo() == null
                && url.getRawFragment() == null
                && url.getPort() != 0
                && url.getPort() <= MOST_PORT
                && !NUMBER.matcher(url.getHost()).matches()
                && (!LITERAL.matcher(url.getHost()).matches() || isAllowed(url.getHost()));
    }

    private boolean isAllowed(String literal) {
        try {
            return destinations.allows(InetAddress.getByName(literal));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * Finds where a receiver is now. What comes of it ends with an {@link UnreachableReceiverException} if requests may not go
     * there.
     *
     * @param client who has named it
     * @param turn which of several addresses: the next one with the next number
     */
    public CompletableFuture<Receiver> find(URI url, String client, int turn) {
        CompletableFuture<Receiver> found =
                new CompletableFuture<Receiver>().orTimeout(LOOKUP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        lookups.run(client, () -> lookUp(url, turn, found));
        return found.exceptionally(failure -> {
            Throwable cause = cause(failure);
            throw cause instanceof UnreachableReceiverException unreachable
                    ? unreachable
                    : new UnreachableReceiverException(NOT_ALLOWED);
        });
    }

    /** Unless it has waited so long for its turn that nobody waits for it any more. */
    private void lookUp(URI url, int turn, CompletableFuture<Receiver> found) {
        if (!found.isDone()) {
            try {
                found.complete(lookUp(url, turn));
            } catch (RuntimeException e) {
                found.completeExceptionally(e);
            }
        }
    }

    private Receiver lookUp(URI url, int turn) {
        String host = url.getHost();
        if (host == null) {
            throw new UnreachableReceiverException(NOT_ALLOWED);
        }
        String name = withoutBrackets(host);
        boolean secure = "https".equals(url.getScheme());
        List<InetAddress> found;
        try {
            found = Arrays.asList(names.find(name));
        } catch (UnknownHostException e) {
            throw new UnreachableReceiverException(NOT_ALLOWED);
        }
        // One that is not allowed among others is no mishap: somebody tries whether it is taken.
        if (found.isEmpty() || !found.stream().allMatch(destinations::allows)) {
            throw new UnreachableReceiverException(NOT_ALLOWED);
        }
        InetAddress address = found.get(Math.floorMod(turn, found.size()));
        if (!secure && !destinations.isNamed(address)) {
            throw new UnreachableReceiverException("Without TLS nothing is sent to a public address");
        }
        int port = url.getPort() >= 0 ? url.getPort() : secure ? HTTPS_PORT : HTTP_PORT;
        return new Receiver(url, new HttpHost(url.getScheme(), address, name, port));
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Sends a message, and answers what has come of it, whatever that is. */
    public CompletableFuture<Attempt> send(Receiver receiver, Message message, SigningKey key) {
        long begun = System.nanoTime();
        var consumer = new AnswerConsumer();
        var ended = new CompletableFuture<Boolean>();
        Future<Boolean> exchange = client.execute(
                receiver.host(),
                SimpleRequestProducer.create(request(receiver, message, key)),
                consumer,
                null,
                HttpClientContext.create(),
                new Ending(ended));
        return ended.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).handle((done, failure) -> {
            if (failure != null) {
                exchange.cancel(true);
            }
            Attempt attempt = attempt(consumer, failure);
            timer(consumer.status()).record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
            return attempt;
        });
    }

    private Timer timer(int status) {
        return Objects.requireNonNull(timers.getOrDefault(status / 100 + "xx", timers.get(UNAVAILABLE)));
    }

    private SimpleHttpRequest request(Receiver receiver, Message message, SigningKey key) {
        long seconds = clock.instant().getEpochSecond();
        return SimpleRequestBuilder.post(receiver.url())
                .setHeader("webhook-id", message.id())
                .setHeader("webhook-timestamp", Long.toString(seconds))
                .setHeader("webhook-signature", key.sign(message, seconds))
                .setBody(message.body(), CLOUD_EVENT)
                .build();
    }

    /** What has been told of an exchange; a status counts, whatever became of the rest. */
    private static Attempt attempt(AnswerConsumer consumer, @Nullable Throwable failure) {
        if (consumer.status() != 0) {
            return Attempt.answered(consumer.status(), consumer.retryAfter());
        }
        Throwable cause = cause(failure);
        if (cause instanceof TimeoutException || cause instanceof SocketTimeoutException) {
            return Attempt.failed("No answer in time");
        }
        return Attempt.failed(cause instanceof SSLException ? "TLS failed" : "The connection failed");
    }

    private static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Tells a future of ours how an exchange has ended. */
    private record Ending(CompletableFuture<Boolean> ended) implements FutureCallback<Boolean> {

        @Override
        public void completed(Boolean done) {
            ended.complete(done);
        }

        @Override
        public void failed(Exception failure) {
            ended.completeExceptionally(failure);
        }

        @Override
        public void cancelled() {
            ended.cancel(false);
        }
    }

    /** Idle connections end by themselves; what is still under way then is cut off. */
    @Override
    public void destroy() {
        client.initiateShutdown();
        try {
            client.awaitShutdown(TimeValue.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close(CloseMode.IMMEDIATE);
        lookups.end();
    }
}
