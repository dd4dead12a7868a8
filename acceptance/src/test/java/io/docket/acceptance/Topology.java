package io.docket.acceptance;

import io.docket.platform.testing.partner.Partners;
import io.docket.simulators.Simulators;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Docket as its clients see it: one origin, whatever stands behind it.
 *
 * @param processes those that take part
 * @param database the one that they share; {@code null} if it is that of the only process
 */
record Topology(
        URI address,
        Partners partners,
        List<DocketProcess> processes,
        @Nullable Database database) {

    private static final int ANY_PORT = 0;
    private static final String ALLOWED_RECEIVERS = "DOCKET_EVENTS_WEBHOOKS_ALLOWEDNETWORKS";
    private static final String THIS_MACHINE = "127.0.0.0/8";

    /** One process with everything in it. */
    static Topology standalone(Dockets dockets) {
        DocketProcess docket = dockets.start(
                DocketSettings.in(dockets.newFolder()).patient().forBrowsers().with(ALLOWED_RECEIVERS, THIS_MACHINE));
        return new Topology(docket.address(), docket.partners(), List.of(docket), null);
    }

    /** Two processes with everything in them, on one database; clients meet the one or the other. */
    static Topology twoStandalone(Dockets dockets) {
        Database database = PostgreSql.newDatabase();
        Simulators partners = dockets.startPartners();
        TestIssuer issuer = dockets.startIssuer();
        List<DocketProcess> processes = Stream.of("one", "other")
                .map(name -> dockets.launch(DocketSettings.in(dockets.newFolder())
                        .patient()
                        .on(database)
                        .with(partners)
                        .with("SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUERURI", issuer.name())
                        .with("DOCKET_CONSOLE_CLIENTID", TestIssuer.CONSOLE)
                        .with(ALLOWED_RECEIVERS, THIS_MACHINE)))
                .toList();
        return behindProxy(dockets, processes, processes, issuer, partners, database);
    }

    /**
     * A process of each side; that of the query side believes nothing that the proxy says of clients, since it is told another
     * one's address.
     */
    static Topology split(Dockets dockets) {
        return split(dockets, UnaryOperator.identity());
    }

    /** The same, with more settings for both. */
    static Topology split(Dockets dockets, UnaryOperator<DocketSettings> more) {
        Database database = PostgreSql.newDatabaseWithRoles();
        var sides = new SplitSides(database, dockets.startIssuer(), dockets.startPartners());
        // It brings the tables up to date, and makes the keys that the query side uses.
        DocketProcess command = dockets.launch(
                        SplitSides.commandApplication(),
                        more.apply(sides.command(dockets.newFolder(), ANY_PORT))
                                .with("DOCKET_CONSOLE_CLIENTID", TestIssuer.CONSOLE))
                .awaitListening();
        DocketProcess query = dockets.launch(
                SplitSides.queryApplication(),
                more.apply(sides.query(dockets.newFolder(), ANY_PORT))
                        .with("DOCKET_CONSOLE_CLIENTID", TestIssuer.CONSOLE)
                        .with(ALLOWED_RECEIVERS, THIS_MACHINE)
                        .with("SERVER_TOMCAT_REMOTEIP_INTERNALPROXIES", "10\\.0\\.0\\.1")
                        .patient());
        return behindProxy(dockets, List.of(command), List.of(query), sides.issuer(), sides.partners(), database);
    }

    private static Topology behindProxy(
            Dockets dockets,
            List<DocketProcess> command,
            List<DocketProcess> query,
            TestIssuer issuer,
            Simulators partners,
            Database database) {
        List<DocketProcess> all = new ArrayList<>(command);
        query.stream().filter(process -> !command.contains(process)).forEach(all::add);
        all.forEach(DocketProcess::awaitReady);
        URI address = dockets.startProxy(ports(command), ports(query), issuer.port());
        return new Topology(address, Partners.at(partners.address()), all, database);
    }

    private static List<Integer> ports(List<DocketProcess> processes) {
        return processes.stream().map(process -> process.address().getPort()).toList();
    }

    Client client(String clientId) {
        return Client.of(address, clientId);
    }
}
