package io.docket.salesleads.command.reference;

import io.docket.platform.automation.Backoff;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.io.Resource;

/**
 * How sales leads are handled.
 *
 * @param answerWithin how long an answer waits for the communication operator to deliver; 15 seconds at the most
 * @param requestsPerMinute how many requests a client may send
 * @param concurrentCalls how many calls to the communication operator run at the same time
 * @param firstRetry how long to wait after the first failed call; it doubles with each further one
 * @param lastRetry the longest wait between two calls
 * @param firstPoll when to look first how an order stands; the wait doubles each time
 * @param lastPoll the longest wait between two looks
 * @param offerings the file of the offerings
 * @param accesses the file of the accesses that they are available at
 */
@ConfigurationProperties("docket.sales-leads")
public record SalesLeadProperties(
        Duration answerWithin,
        int requestsPerMinute,
        int concurrentCalls,
        Duration firstRetry,
        Duration lastRetry,
        Duration firstPoll,
        Duration lastPoll,
        Resource offerings,
        Resource accesses) {

    /** A request that is repeated after a crash waits no longer than this for the first to give up. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(15);

    public SalesLeadProperties {
        if (answerWithin.compareTo(LONGEST_ANSWER) > 0) {
            throw new IllegalArgumentException(
                    "docket.sales-leads.answer-within may be at most " + LONGEST_ANSWER.toSeconds() + "s");
        }
    }

    public Backoff retries() {
        return new Backoff(firstRetry, lastRetry);
    }

    public Backoff polls() {
        return new Backoff(firstPoll, lastPoll);
    }
}
