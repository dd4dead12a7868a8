package io.docket.platform.refusals;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many refused requests stay on record.
 *
 * @param keepFor how long
 * @param keepAtMost how many; of the clients that have the most, the oldest go first. Equal ones within a minute are one
 */
@ConfigurationProperties("docket.refusals")
record RefusalSettings(
        @DefaultValue("400d") Duration keepFor,
        @DefaultValue("1000000") int keepAtMost) {

    RefusalSettings {
        if (keepFor.toMillis() < 1 || keepAtMost < 1) {
            throw new IllegalArgumentException("docket.refusals: how long and how many are kept must be positive");
        }
    }
}
