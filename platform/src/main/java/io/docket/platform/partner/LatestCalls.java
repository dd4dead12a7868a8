package io.docket.platform.partner;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The latest calls of this process to a partner. */
final class LatestCalls {

    static final int MOST = 100;

    private final String name;
    private final String called;
    private final URI address;
    private final Deque<Call> calls = new ArrayDeque<>();

    private @Nullable Instant lastAnswer;
    private @Nullable Instant failingSince;

    LatestCalls(String name, String called, URI address) {
        this.name = name;
        this.called = called;
        this.address = address;
    }

    private record Call(
            Instant ended, Duration took, @Nullable String failure) {}

    /**
     * Adds a call.
     *
     * @param failure why it failed; {@code null} if it did not
     */
    synchronized void add(Instant ended, Duration took, @Nullable String failure) {
        calls.addLast(new Call(ended, took, failure));
        if (calls.size() > MOST) {
            calls.removeFirst();
        }
        if (failure == null) {
            lastAnswer = ended;
            failingSince = null;
        } else if (failingSince == null) {
            failingSince = ended;
        }
    }

    synchronized PartnerHealth health() {
        PartnerHealth.@Nullable Failure lastFailure = null;
        int failures = 0;
        for (Call call : calls) {
            if (call.failure != null) {
                lastFailure = new PartnerHealth.Failure(call.ended, call.failure);
                failures++;
            }
        }
        return new PartnerHealth(
                name, called, address, calls.size(), failures, lastAnswer, lastFailure, failingSince, median());
    }

    private Duration median() {
        List<Duration> sorted = calls.stream().map(Call::took).sorted().toList();
        return sorted.isEmpty() ? Duration.ZERO : sorted.get(sorted.size() / 2);
    }
}
