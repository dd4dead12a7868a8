package io.docket.platform.automation;

import java.time.Duration;

/**
 * How long to wait after failures.
 *
 * @param first after the first; doubled with each further one
 * @param last the longest wait
 */
public record Backoff(Duration first, Duration last) {

    /** The wait after the given number of failures in a row, from 1. */
    public Duration after(int failures) {
        Duration wait = first;
        for (int i = 1; i < failures && wait.compareTo(last) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(last) < 0 ? wait : last;
    }
}
