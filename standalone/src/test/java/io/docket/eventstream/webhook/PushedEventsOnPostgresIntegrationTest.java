package io.docket.eventstream.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.OnPostgres;
import io.docket.eventstream.log.EventNames;
import io.docket.eventstream.receiver.Receivers;
import io.docket.eventstream.subscription.EventFeed;
import io.docket.platform.eventstore.OlderEvents;
import io.docket.platform.secrets.Secrets;
import io.docket.platform.testing.http.WebhookReceiver;
import io.docket.platform.testing.http.WebhookReceiver.Received;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashSet;
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
    private EventNames names;

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
        var second =
                new WebhookSenders(feed, toReceivers, secrets, names, older, jdbc(), clock, new SimpleMeterRegistry());
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
}
