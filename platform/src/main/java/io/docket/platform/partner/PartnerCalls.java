package io.docket.platform.partner;

import io.docket.platform.metrics.Durations;
import io.docket.platform.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Counts and times the calls to partners, by the class of the answer's status, remembers how the latest went, and makes them
 * steps of traces. Partners are not told of traces.
 */
@Component
public final class PartnerCalls {

    private static final int SERVER_ERROR = 500;

    private final MeterRegistry meters;
    private final Traces traces;
    private final Clock clock;
    private final Map<Ended, Timer> timers = new ConcurrentHashMap<>();
    private final Map<String, LatestCalls> latest = new ConcurrentSkipListMap<>();

    public PartnerCalls(MeterRegistry meters, Traces traces, Clock clock) {
        this.meters = meters;
        this.traces = traces;
        this.clock = clock;
    }

    private record Ended(String partner, String outcome) {}

    /**
     * Gets to know a partner, before the first call.
     *
     * @param partner the name of the partner in metrics and traces
     * @param called what messages call the partner
     */
    void meet(String partner, String called, URI address) {
        latest.put(partner, new LatestCalls(partner, called, address));
    }

    /** How each partner has answered this process lately, by their names. */
    public List<PartnerHealth> health() {
        return latest.values().stream().map(LatestCalls::health).toList();
    }

    /**
     * Makes a call to a partner that was met.
     *
     * @param partner the name of the partner in metrics and traces
     * @param what the call does, in few words; of a small number
     */
    PartnerAnswer make(String partner, String what, Supplier<PartnerAnswer> call) {
        return traces.call(what + " " + partner, Map.of("peer.service", partner), () -> timed(partner, call));
    }

    private PartnerAnswer timed(String partner, Supplier<PartnerAnswer> call) {
        long begun = System.nanoTime();
        String outcome = "unavailable";
        @Nullable String failure = "The call ended without an answer";
        try {
            PartnerAnswer answer = call.get();
            outcome = answer.status() / 100 + "xx";
            failure =
                    answer.status() < SERVER_ERROR ? null : answer.unexpected().getMessage();
            return answer;
        } catch (PartnerUnavailableException e) {
            failure = e.getMessage();
            throw e;
        } finally {
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            timers.computeIfAbsent(new Ended(partner, outcome), this::timer).record(took);
            LatestCalls calls = latest.get(partner);
            if (calls != null) {
                calls.add(clock.instant(), took, failure);
            }
        }
    }

    private Timer timer(Ended ended) {
        return Durations.timer("docket.partner.calls")
                .tag("partner", ended.partner)
                .tag("outcome", ended.outcome)
                .description(
                        "Calls to partners, by the class of the answer's status; unavailable without an answer in time")
                .register(meters);
    }
}
