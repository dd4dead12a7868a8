package io.docket.audit.log;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The transparency log over all events.
 *
 * @param keys the file with the keys that sign checkpoints, one to a line, as {@code docket-verify key} prints them; all sign,
 *     and their name is the log's. A verifier key in it is one that signed before. Left out, a key is made in the data folder
 * @param witnesses who is asked to cosign each checkpoint
 * @param checkedPerSecond how many events the continuous check reads in a second, from 1 to 100000
 */
@ConfigurationProperties("docket.audit.log")
public record AuditLogProperties(@Nullable String keys, List<Witness> witnesses, int checkedPerSecond) {

    private static final int MOST_CHECKED = 100_000;

    public AuditLogProperties {
        witnesses = witnesses == null ? List.of() : List.copyOf(witnesses);
        if (checkedPerSecond < 1 || checkedPerSecond > MOST_CHECKED) {
            throw new IllegalArgumentException("docket.audit.log.checked-per-second must be from 1 to " + MOST_CHECKED);
        }
    }

    /**
     * A witness.
     *
     * @param url what {@code add-checkpoint} stands behind; an http or https address
     * @param key the verifier key of its cosignatures
     */
    public record Witness(URI url, String key) {}
}
