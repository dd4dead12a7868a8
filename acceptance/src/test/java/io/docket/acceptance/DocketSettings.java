package io.docket.acceptance;

import io.docket.platform.testing.RunningAxonServer;
import io.docket.simulators.Simulators;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * How to start Docket.
 *
 * @param folder where it runs, with its data in a folder below
 * @param environment what it is told by environment variables
 */
record DocketSettings(Path folder, Map<String, String> environment) {

    DocketSettings {
        environment = Map.copyOf(environment);
    }

    /** As a user starts it who sets nothing, except that its ports are any free ones, and who issues tokens. */
    static DocketSettings in(Path folder) {
        var settings = new DocketSettings(folder, Map.of("SERVER_PORT", "0", "DOCKET_SIMULATORS_PORT", "0"));
        return Keycloak.isIssuer() ? Keycloak.running().issueFor(settings) : settings;
    }

    /** On a port that people come back to from their login. */
    DocketSettings forBrowsers() {
        return with(
                "SERVER_PORT",
                Keycloak.isIssuer() ? Keycloak.running().portOfDocket() : String.valueOf(Proxy.freePort()));
    }

    /** Reads wait for their read model however busy the machine is. What they may then lack is as little as ever. */
    DocketSettings patient() {
        return with("DOCKET_READS_MAXWAIT", "20s");
    }

    DocketSettings with(String variable, String value) {
        var more = new HashMap<>(environment);
        more.put(variable, value);
        return new DocketSettings(folder, more);
    }

    /** With partners that several processes share, or that outlive one. */
    DocketSettings with(Simulators partners) {
        String address = partners.address().toString();
        return with("DOCKET_CARDSYSTEM_BASEURL", address)
                .with("DOCKET_SMDP_BASEURL", address)
                .with("DOCKET_SMDP_REQUESTERID", "docket-test")
                .with("DOCKET_SMDP_ADDRESS", "rsp.test.example")
                .with("DOCKET_CO_BASEURL", address + "/onapi/2.5");
    }

    /** Without demo data, and so with partners that are elsewhere. */
    DocketSettings withoutDemo() {
        return with("DOCKET_DEMO_ENABLED", "false")
                .with("DOCKET_CARDSYSTEM_BASEURL", "https://cards.example")
                .with("DOCKET_CO_BASEURL", "https://co.example/onapi/2.5")
                .with("DOCKET_SMDP_BASEURL", "https://smdp.example")
                .with("DOCKET_SMDP_REQUESTERID", "docket-test")
                .with("DOCKET_SMDP_ADDRESS", "rsp.example");
    }

    /** With a file of reference data. */
    DocketSettings withFile(String variable, String name, Object content) {
        try {
            Path file = folder.resolve(name);
            // JSON is YAML as well.
            Files.writeString(file, JsonMapper.shared().writeValueAsString(content));
            return with(variable, file.toUri().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DocketSettings on(Database database) {
        return with("SPRING_PROFILES_ACTIVE", "postgres")
                .with("SPRING_DATASOURCE_URL", database.url())
                .with("DOCKET_PRIVACY_MASTERKEYS", database.masterKeys().toString())
                .with("DOCKET_AUDIT_LOG_KEYS", database.logKeys().toString())
                .with("SPRING_DATASOURCE_USERNAME", database.user())
                .with("SPRING_DATASOURCE_PASSWORD", database.password());
    }

    /** With the events in Axon Server, and their copy in the database that has been set. */
    DocketSettings recordedIn(RunningAxonServer.Log log) {
        return with("SPRING_PROFILES_ACTIVE", "postgres,axonserver")
                .with("DOCKET_AXONSERVER_ADDRESS", log.address())
                .with("DOCKET_AXONSERVER_LOG", log.name());
    }

    /** The folder that {@code docket.data} names by default. */
    Path data() {
        return folder.resolve("data");
    }

    Path signingKey() {
        return data().resolve("authorization-server.jwks");
    }

    /** The embedded database. Only one process can have it open. */
    Database h2() {
        return new Database(
                "jdbc:h2:file:" + data().resolve("docket").toAbsolutePath()
                        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;IFEXISTS=TRUE",
                "docket",
                "docket");
    }
}
