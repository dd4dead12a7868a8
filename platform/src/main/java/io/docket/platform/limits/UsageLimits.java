package io.docket.platform.limits;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much of this process a client may use.
 *
 * @param readsPerMinute how many GET requests a client may send, at once and in every minute after that
 * @param writesPerMinute how many others
 * @param tokensPerMinute how many tokens may be asked for in the name of a client
 * @param tokensPerMinuteAndAddress how many may be asked for from an address
 * @param receiveWithin how long the head of a request may take to arrive, and then its body
 */
@ConfigurationProperties("docket.limits")
public record UsageLimits(
        @DefaultValue("600000") int readsPerMinute,
        @DefaultValue("600000") int writesPerMinute,
        @DefaultValue("600") int tokensPerMinute,
        @DefaultValue("6000") int tokensPerMinuteAndAddress,
        @DefaultValue("10s") Duration receiveWithin) {

    public UsageLimits {
        if (readsPerMinute < 1 || writesPerMinute < 1 || tokensPerMinute < 1 || tokensPerMinuteAndAddress < 1) {
            throw new IllegalArgumentException("docket.limits: what a client may ask for per minute must be positive");
        }
        if (receiveWithin.toMillis() < 1) {
            throw new IllegalArgumentException("docket.limits.receive-within must be positive");
        }
    }
}
