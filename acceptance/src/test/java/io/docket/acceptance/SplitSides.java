package io.docket.acceptance;

import io.docket.simulators.Simulators;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to start the two sides as processes of their own, each with its database role, on a database whose owner is a third.
 *
 * @param database with the role that owns it
 */
record SplitSides(Database database, TestIssuer issuer, Simulators partners) {

    private static final Path DEMO = Path.of("..", "standalone", "src", "main", "resources", "demo")
            .toAbsolutePath()
            .normalize();

    /** A process of the command side; it has what it takes to bring the tables up to date. */
    DocketSettings command(Path folder, int port) {
        DocketSettings settings = side(folder, port, "docket_command")
                .with("SPRING_FLYWAY_USER", database.user())
                .with("SPRING_FLYWAY_PASSWORD", database.password())
                .with(partners);
        for (var file : Map.of(
                        "DOCKET_CARDORDERS_CUSTOMERS", "customers",
                        "DOCKET_CARDORDERS_ARRANGEMENTS", "arrangements",
                        "DOCKET_CARDORDERS_CARDS", "cards",
                        "DOCKET_ESIM_CATALOG", "esim-catalog",
                        "DOCKET_SALESLEADS_OFFERINGS", "sales-offerings",
                        "DOCKET_SALESLEADS_ACCESSES", "sales-accesses")
                .entrySet()) {
            settings = settings.with(
                    file.getKey(), DEMO.resolve(file.getValue() + ".yaml").toString());
        }
        return settings;
    }

    /** A process of the query side. */
    DocketSettings query(Path folder, int port) {
        return side(folder, port, "docket_query")
                .with("DOCKET_AUDIT_LOG_KEYS", database.logKeys().toString());
    }

    private DocketSettings side(Path folder, int port, String role) {
        return new DocketSettings(
                folder,
                Map.of(
                        "SERVER_PORT", String.valueOf(port),
                        "SPRING_DATASOURCE_URL", database.url(),
                        "SPRING_DATASOURCE_USERNAME", role,
                        "SPRING_DATASOURCE_PASSWORD", role,
                        "SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUERURI", issuer.name(),
                        "DOCKET_PRIVACY_MASTERKEYS", database.masterKeys().toString()));
    }

    static List<String> commandApplication() {
        return Application.unpacked("docket.command-side");
    }

    static List<String> queryApplication() {
        return Application.unpacked("docket.query-side");
    }
}
