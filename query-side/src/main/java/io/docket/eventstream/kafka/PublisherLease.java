package io.docket.eventstream.kafka;

import io.docket.platform.database.NodeId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which process publishes. It spares processes to fence each other off again and again; that they do, if two should think that
 * it is their turn, is Kafka's.
 */
final class PublisherLease {

    /** Longer than any step that a publisher may wait for Kafka in: it is renewed in between. */
    private static final Duration TERM = Duration.ofSeconds(30);

    /** It ends no later, unless the clock was wrong when it was taken, and has been set back. */
    private static final Duration LATEST = TERM.multipliedBy(2);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final String owner = NodeId.random().value();

    PublisherLease(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Takes it, or renews it, and says whether it is this process's. */
    boolean take() {
        Instant now = clock.instant();
        return jdbc.sql("update kafka_publisher set owner = :owner, leased_until = :until "
                                + "where id = 1 and (owner = :owner or owner is null or leased_until < :now "
                                + "or leased_until > :latest)")
                        .param("owner", owner)
                        .param("until", now.plus(TERM).atOffset(ZoneOffset.UTC))
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("latest", now.plus(LATEST).atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    void release() {
        jdbc.sql("update kafka_publisher set owner = null, leased_until = null where owner = ?")
                .param(owner)
                .update();
    }
}
