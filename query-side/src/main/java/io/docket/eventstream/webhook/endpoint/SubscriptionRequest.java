package io.docket.eventstream.webhook.endpoint;

import io.docket.eventstream.webhook.Wanted;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client asks to be sent. Its text tells no secret. */
record SubscriptionRequest(
        URI url,
        String secret,
        @Nullable List<String> types,
        @Nullable List<String> kinds,
        @Nullable String subject,
        @Nullable Boolean unmasked,
        @Nullable Long after,
        @Nullable String from) {

    Wanted wanted() {
        return new Wanted(types == null ? List.of() : types, kinds == null ? List.of() : kinds, subject);
    }

    boolean isUnmasked() {
        return Boolean.TRUE.equals(unmasked);
    }

    @Override
    public String toString() {
        return "SubscriptionRequest";
    }
}
