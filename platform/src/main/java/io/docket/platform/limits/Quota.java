package io.docket.platform.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;

/** What each of any number of users may use in a minute, in bounded memory. */
final class Quota {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MAX_USERS = 100_000;

    /** All users whose names are longer are one user. */
    private static final int LONGEST_NAME = 200;

    private final int perMinute;

    /** A bucket that has not been used for a minute is full again, and need not be kept. */
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .expireAfterAccess(MINUTE)
            .maximumSize(MAX_USERS)
            .build();

    Quota(int perMinute) {
        this.perMinute = perMinute;
    }

    /**
     * Takes one from what a user has left.
     *
     * @return how long to wait where nothing is left; else zero
     */
    Duration take(String user) {
        ConsumptionProbe probe = buckets.get(user.length() > LONGEST_NAME ? "" : user, any -> bucket())
                .tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill()));
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(bandwidth -> bandwidth.capacity(perMinute).refillGreedy(perMinute, MINUTE))
                .build();
    }
}
