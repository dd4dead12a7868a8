package io.docket.platform.partner;

import io.docket.platform.metrics.Durations;
import io.docket.platform.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Counts and times the calls to partners, by the class of the answer's status, and makes them steps of traces. Partners are
 * not told of traces.
 */
@Component
public final class PartnerCalls {

    private final MeterRegistry meters;
    private final Traces traces;
    private final Map<Ended, Timer> timers = new ConcurrentHashMap<>();

    public PartnerCalls(MeterRegistry meters, Traces traces) {
        this.meters = meters;
        this.traces = traces;
    }

    private record Ended(String partner, String outcome) {}

    /**
     * Makes a call.
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
        try {
            PartnerAnswer answer = call.get();
            outcome = answer.status() / 100 + "xx";
            return answer;
        } finally {
            timers.computeIfAbsent(new Ended(partner, outcome), this::timer)
                    .record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
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
