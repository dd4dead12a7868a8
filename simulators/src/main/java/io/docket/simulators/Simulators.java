package io.docket.simulators;

import io.docket.simulators.cardsystem.CardManagementSystem;
import io.docket.simulators.co.CommunicationOperator;
import io.docket.simulators.http.Records;
import io.docket.simulators.http.SimulatorServer;
import io.docket.simulators.smdp.Smdp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * All the companies that Docket calls, on one port: the card management system at {@code /card-requests}, the
 * SM-DP+ at {@code /gsma/rsp2/es2plus/}, the communication operator at {@code /onapi/2.5/}, and {@code /demo/card-system},
 * {@code /demo/smdp} and {@code /demo/co} to steer them.
 */
public final class Simulators implements AutoCloseable {

    private final Records records;
    private final SimulatorServer server;
    private final String scheme;

    private Simulators(Records records, SimulatorServer server, String scheme) {
        this.records = records;
        this.server = server;
        this.scheme = scheme;
    }

    /**
     * Starts them for this machine alone, on the loopback interface.
     *
     * @param port 0 for any that is free
     * @param file where they keep what they have done; {@code null} for memory
     * @param clock what time it is for them
     * @param certificates what they show and trust; {@code null} for plain HTTP
     * @throws java.net.BindException if the port is in use
     * @throws IOException if the file cannot be used
     */
    public static Simulators start(int port, @Nullable Path file, Clock clock, @Nullable SSLContext certificates)
            throws IOException {
        return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), file, clock, certificates);
    }

    /** Starts them where others may reach them, too: in a container, on all its addresses. */
    static Simulators start(
            InetSocketAddress address, @Nullable Path file, Clock clock, @Nullable SSLContext certificates)
            throws IOException {
        var server = new SimulatorServer(address, certificates);
        Records records;
        try {
            records = Records.in(file);
        } catch (IOException e) {
            server.close();
            throw e;
        }
        server.with("card-system", new CardManagementSystem(records, clock), records)
                .with("smdp", new Smdp(records, clock), records)
                .with("co", new CommunicationOperator(records, clock), records)
                .start();
        return new Simulators(records, server, certificates == null ? "http" : "https");
    }

    public int port() {
        return server.port();
    }

    /** What stands before {@code /card-requests}, {@code /gsma/}, {@code /onapi/} and {@code /demo/}. */
    public URI address() {
        return URI.create(scheme + "://localhost:" + port());
    }

    @Override
    public void close() {
        server.close();
        records.close();
    }
}
