package io.docket.platform.testing.partner;

import io.docket.platform.partner.PartnerCalls;
import io.docket.platform.tracing.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;

/** Calls to partners that nobody looks at the metrics of. */
public final class UnwatchedCalls {

    private UnwatchedCalls() {}

    public static PartnerCalls make() {
        return new PartnerCalls(new SimpleMeterRegistry(), Traces.off(), Clock.systemUTC());
    }
}
