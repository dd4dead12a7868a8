package io.docket.eventstream.webhook;

import io.docket.eventstream.receiver.Attempt;
import io.docket.eventstream.receiver.Message;
import io.docket.eventstream.receiver.Receivers;
import io.docket.eventstream.receiver.SigningKey;
import io.docket.platform.errors.UnavailableException;
import io.docket.platform.secrets.Secrets;
import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Sends an event that has never happened, so that a client sees whether its receiver takes events. */
@Component
public class TestEvents {

    /** The type of it, which stands in no log. */
    static final String TYPE = "docket.subscription.test.v1";

    /** Whoever asks waits for the receiver: so many at the same time. */
    private static final int AT_ONCE = 10;

    private final Receivers receivers;
    private final Secrets secrets;
    private final Clock clock;
    private final Semaphore places = new Semaphore(AT_ONCE);

    TestEvents(Receivers receivers, Secrets secrets, Clock clock) {
        this.receivers = receivers;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * Sends one, and waits for what comes of it.
     *
     * @throws UnavailableException if too many wait already
     */
    public Attempt send(Webhook webhook) {
        if (!places.tryAcquire()) {
            throw new UnavailableException("Too many test events are under way.");
        }
        try {
            SigningKey key = SigningKey.parse(secrets.open(webhook.secret(), Webhook.place(webhook.id())))
                    .orElseThrow();
            Message message = message(webhook);
            return receivers
                    .find(webhook.url(), webhook.client(), 0)
                    .thenCompose(receiver -> receivers.send(receiver, message, key))
                    .join();
        } catch (CompletionException e) {
            return WebhookSender.unreachable(e);
        } finally {
            places.release();
        }
    }

    private Message message(Webhook webhook) {
        String id = UUID.randomUUID().toString();
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("id", id);
        event.put("source", "urn:docket");
        event.put("type", TYPE);
        event.put("subject", webhook.id());
        event.put("time", DateTimeFormatter.ISO_INSTANT.format(clock.instant().truncatedTo(ChronoUnit.MILLIS)));
        event.put("datacontenttype", "application/json");
        event.put("data", Map.of());
        return new Message(id, JsonMapper.shared().writeValueAsBytes(event));
    }
}
