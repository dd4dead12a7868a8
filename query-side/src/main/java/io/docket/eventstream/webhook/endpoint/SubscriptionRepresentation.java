package io.docket.eventstream.webhook.endpoint;

import io.docket.eventstream.webhook.Standing;
import io.docket.eventstream.webhook.Webhook;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A subscription as the API prints it: without its secret. */
@JsonNaming(KebabCaseStrategy.class)
record SubscriptionRepresentation(
        String id,
        String client,
        String url,
        List<String> types,
        List<String> kinds,
        @Nullable String subject,
        boolean unmasked,
        String status,
        @Nullable String pausedBecause,
        long position,
        int failures,
        @Nullable Instant failingSince,
        @Nullable Instant nextAttempt,
        @Nullable String lastFailure,
        @Nullable Instant lastSuccess,
        Instant createdAt) {

    /**
     * A subscription.
     *
     * @param whole whether the reader sees the whole URL, and not only where it leads
     */
    static SubscriptionRepresentation of(Webhook webhook, boolean whole) {
        Standing standing = webhook.standing();
        return new SubscriptionRepresentation(
                webhook.id(),
                webhook.client(),
                whole ? webhook.url().toString() : origin(webhook),
                webhook.wanted().types(),
                webhook.wanted().kinds(),
                webhook.wanted().subject(),
                webhook.unmasked(),
                status(webhook),
                standing.paused() == null ? null : standing.paused().name().toLowerCase(Locale.ROOT),
                standing.position(),
                standing.failures(),
                standing.failingSince(),
                standing.nextAttemptAt(),
                standing.lastFailure(),
                standing.lastSuccessAt(),
                webhook.createdAt());
    }

    static String status(Webhook webhook) {
        if (webhook.isPaused()) {
            return "paused";
        }
        return webhook.standing().failingSince() == null ? "active" : "failing";
    }

    /** Where its URL leads; what comes behind that may be a secret. */
    static String origin(Webhook webhook) {
        return webhook.url().getScheme() + "://" + webhook.url().getRawAuthority();
    }
}
