package io.docket.platform.testing;

import static org.junit.jupiter.api.Assumptions.abort;

import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Axon Server that {@code DOCKET_TEST_AXONSERVER} names. Without one, tests that need it are skipped, and say so. */
public final class RunningAxonServer {

    private static final Logger LOG = LoggerFactory.getLogger(RunningAxonServer.class);
    private static final String VARIABLE = "DOCKET_TEST_AXONSERVER";

    private RunningAxonServer() {}

    /**
     * A log in it.
     *
     * @param address host and gRPC port
     * @param name which no other log has
     */
    public record Log(String address, String name) {

        public int port() {
            return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        }

        /** The same log by another way to the server, which is on this machine. */
        public Log by(Wire wire) {
            return new Log("localhost:" + wire.port(), name);
        }
    }

    /** A log that is empty. */
    public static Log newLog() {
        String address = System.getenv(VARIABLE);
        if (address == null || address.isEmpty()) {
            LOG.warn("NOT TESTED against a real Axon Server: {} does not name one", VARIABLE);
            return abort(VARIABLE + " names no Axon Server");
        }
        return new Log(address, "test-" + UUID.randomUUID());
    }
}
