package io.docket.eventstream.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.OnPostgres;
import io.docket.eventstream.receiver.Receivers;
import io.docket.eventstream.subscription.EventFeed;
import io.docket.platform.eventstore.OlderEvents;
import io.docket.platform.secrets.Secrets;
import io.docket.platform.testing.http.WebhookReceiver;
import io.docket.platform.testing.http.WebhookReceiver.Received;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@OnPostgres
class PushedEventsOnPostgresIntegrationTest extends PushedEvents {

    @Autowired
    private EventFeed feed;

    @Autowired
    private Receivers toReceivers;

    @Autowired
    private Secrets secrets;

    @Autowired
    private OlderEvents older;

    @Autowired
    private Clock clock;

    private String owner(String path) {
        return jdbc().sql("select coalesce(owner, '') from webhook where webhook_id = ?")
                .param(path.substring(path.lastIndexOf('/') + 1))
                .query(String.class)
                .single();
    }

    @Test
    void oneOfTwoProcessesSendsAndTheOtherGoesOnWhenItEnds() {
        WebhookReceiver receiver = receiver();
        String path = subscribe("analyst", receiver, "");
        await().atMost(PATIENCE).until(() -> !owner(path).isEmpty());
        String first = owner(path);
        var second = new WebhookSenders(feed, toReceivers, secrets, older, jdbc(), clock, new SimpleMeterRegistry());
        second.start();
        try {
            for (int i = 0; i < 5; i++) {
                aLife(3);
            }
            awaitTheEnd("analyst", path);
            assertThat(owner(path)).isEqualTo(first);
            assertThat(new HashSet<>(receiver.received())).hasSameSizeAs(receiver.received());
            // The owner is not heard of any more.
            jdbc().sql("update webhook set owner = 'dead', leased_until = ? where owner = ?")
                    .params(clock.instant().plusSeconds(2).atOffset(ZoneOffset.UTC), first)
                    .update();
            aLife(4);
            awaitTheEnd("analyst", path);
            assertThat(owner(path)).isNotIn("dead", "");
            assertNothingMissing(receiver.received());
        } finally {
            second.stop();
        }
        aLife(2);
        awaitTheEnd("analyst", path);
        assertNothingMissing(receiver.received());
        assertThat(receiver.received()).allMatch(Received::genuine);
    }

    /** A newer process has taken the subscription. */
    @Test
    void typesThatThisVersionDoesNotKnowHoldNothingUp() {
        WebhookReceiver receiver = receiver();
        String path = subscribe("analyst", receiver, ",\"types\":[\"docket.case.case-activated.v1\"]");
        jdbc().sql("update webhook set version = version + 1, wanted = replace(wanted, '[\"docket.case', "
                        + "'[\"docket.case.case-split.v1\",\"docket.case')")
                .update();
        assertThat(as("analyst").get(path).json().get("types").size()).isEqualTo(2);

        List<String> cases = List.of(aLife(2), aLife(2));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(receiver.received())
                .allMatch(request -> request.event().get("type").asString().equals("docket.case.case-activated.v1"))
                .extracting(Received::subject)
                // What was under way when the subscription changed comes again.
                .hasSameElementsAs(cases));
    }

    @Test
    void whatAProcessCannotSendItLeavesToOthers() {
        WebhookReceiver receiver = receiver();
        String path = subscribe("analyst", receiver, "");
        await().atMost(PATIENCE).until(() -> !owner(path).isEmpty());
        byte[] secret =
                jdbc().sql("select secret from webhook").query(byte[].class).single();
        byte[] unreadable = secret.clone();
        unreadable[unreadable.length - 1] ^= 1;
        jdbc().sql("update webhook set version = version + 1, secret = ?")
                .param(unreadable)
                .update();

        await().atMost(PATIENCE).until(() -> owner(path).isEmpty());
        jdbc().sql("update webhook set version = version + 1, secret = ?")
                .param(secret)
                .update();
        aLife(2);
        awaitTheEnd("analyst", path);
        assertNothingMissing(receiver.received());
    }

    @Test
    void anErrorEndsNoProcessesSending() {
        var looks = new AtomicInteger();
        Clock failing = new Clock() {

            @Override
            public Instant instant() {
                if (looks.getAndIncrement() == 0) {
                    throw new StackOverflowError();
                }
                return clock.instant();
            }

            @Override
            public ZoneId getZone() {
                return clock.getZone();
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return clock.withZone(zone);
            }
        };
        var other = new WebhookSenders(feed, toReceivers, secrets, older, jdbc(), failing, new SimpleMeterRegistry());
        other.start();
        try {
            await().atMost(PATIENCE).until(() -> looks.get() > 1);
        } finally {
            other.stop();
        }
    }

    /** It was frozen, say, and knows nothing of the other one, which has ended meanwhile. */
    @Test
    void whoComesBackToAWebhookDoesNotSetItBack() {
        String path = subscribe("analyst", receiver(), "");
        await().atMost(PATIENCE).until(() -> !owner(path).isEmpty());
        Instant later = clock.instant().plusSeconds(8);
        jdbc().sql("update webhook set owner = 'dead', leased_until = ?")
                .param(later.atOffset(ZoneOffset.UTC))
                .update();
        var leases = new Leases(jdbc());
        Webhook webhook = leases.renew(later.plusSeconds(1)).get(0);
        jdbc().sql("update webhook set position = position + 500").update();

        assertThat(leases.save(webhook, Standing.at(webhook.standing().position() + 100)))
                .isFalse();
        assertThat(as("analyst").get(path).json().get("position").asLong())
                .isEqualTo(webhook.standing().position() + 500);
        assertThat(leases.save(webhook, Standing.at(webhook.standing().position() + 500)))
                .isTrue();
    }
}
