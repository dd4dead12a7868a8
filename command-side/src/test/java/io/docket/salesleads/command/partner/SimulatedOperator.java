package io.docket.salesleads.command.partner;

import io.docket.platform.testing.partner.UnwatchedCalls;
import java.time.Clock;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;

/** The adapter of the communication operator, for tests of what uses it. */
public final class SimulatedOperator {

    private SimulatedOperator() {}

    public static CommunicationOperator at(CoProperties properties) {
        return new OnApiCommunicationOperator(
                properties, new DefaultSslBundleRegistry(), Clock.systemUTC(), UnwatchedCalls.make());
    }
}
