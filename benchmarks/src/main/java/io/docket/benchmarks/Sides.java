package io.docket.benchmarks;

import io.docket.benchmarks.scale.Issuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The applications of the two sides, as processes on one database, each in its role. */
final class Sides implements AutoCloseable {

    /** Known to everybody, and so good for benchmarks alone. */
    private static final String LOG_KEY =
            "PRIVATE+KEY+docket.example/test-log+79759b96+AeqONjCSonUR9a0BW6ksaZ22MtNLkfg1FP0k4Emn7oc3\n";

    /** As the images have it, whatever the JVM sees of the machine. */
    private static final String COLLECTOR = "-XX:+UseG1GC";

    private final Path project;
    private final Path folder;
    private final String url;
    private final Issuer issuer;
    private final List<Server> started = new ArrayList<>();

    /**
     * Makes the roles, and an issuer.
     *
     * @param project the project's folder, with the packaged applications
     * @param database an empty one
     * @param folder of the processes
     */
    Sides(Path project, Database database, Path folder) {
        this.project = project.toAbsolutePath().normalize();
        this.folder = folder;
        // The address that an administrator uses names them, and what it names counts for more than who asks.
        url = database.url().replaceFirst("\\?.*", "");
        try {
            Files.createDirectories(folder);
            database.execute("create role docket login");
            database.execute("alter database " + database.name() + " owner to docket");
            database.execute(Files.readString(this.project.resolve("deploy/postgresql/roles.sql")));
            issuer = Issuer.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For requests to any of the processes. */
    String token() {
        return issuer.token();
    }

    /**
     * Starts a process of the command side. The first one has to be ready before any other is started: it makes the tables.
     *
     * @param on where the command runs
     */
    Server command(UnaryOperator<List<String>> on) {
        Map<String, String> environment = side("docket_command");
        environment.put("SPRING_FLYWAY_USER", "docket");
        environment.put("SPRING_FLYWAY_PASSWORD", "docket");
        // Complaints call no partner.
        environment.put("DOCKET_CARDSYSTEM_BASEURL", "https://cards.example");
        environment.put("DOCKET_SMDP_BASEURL", "https://smdp.example");
        environment.put("DOCKET_SMDP_REQUESTERID", "docket-benchmarks");
        environment.put("DOCKET_SMDP_ADDRESS", "rsp.example");
        environment.put("DOCKET_CO_BASEURL", "https://co.example/onapi/2.5");
        Map.of(
                        "DOCKET_CARDORDERS_CUSTOMERS", "customers",
                        "DOCKET_CARDORDERS_ARRANGEMENTS", "arrangements",
                        "DOCKET_CARDORDERS_CARDS", "cards",
                        "DOCKET_ESIM_CATALOG", "esim-catalog",
                        "DOCKET_SALESLEADS_OFFERINGS", "sales-offerings",
                        "DOCKET_SALESLEADS_ACCESSES", "sales-accesses")
                .forEach((variable, name) -> environment.put(
                        variable,
                        project.resolve("standalone/src/main/resources/demo/" + name + ".yaml")
                                .toString()));
        return start("command-side", environment, on);
    }

    /** Starts a process of the query side. */
    Server query() {
        try {
            Map<String, String> environment = side("docket_query");
            Path keys = Files.writeString(folder.resolve("audit-log.keys"), LOG_KEY);
            environment.put("DOCKET_AUDIT_LOG_KEYS", keys.toAbsolutePath().toString());
            return start("query-side", environment, UnaryOperator.identity());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> side(String role) {
        Map<String, String> environment = new HashMap<>(Server.settings(url, folder.resolve("master-keys")));
        environment.put("SPRING_DATASOURCE_USERNAME", role);
        environment.put("SPRING_DATASOURCE_PASSWORD", role);
        environment.put("SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUERURI", issuer.name());
        return environment;
    }

    private Server start(String side, Map<String, String> environment, UnaryOperator<List<String>> on) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                Server.HEAP,
                COLLECTOR,
                "-jar",
                packaged(side).toString());
        Server server = Server.launch(on.apply(command), environment, folder.resolve(side + "-" + started.size()));
        started.add(server);
        return server;
    }

    private Path packaged(String side) {
        Path target = project.resolve(side).resolve("target");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(target, "docket-" + side + "-*-app.jar")) {
            Iterator<Path> found = files.iterator();
            if (!found.hasNext()) {
                throw new IllegalStateException("Not packaged (mvn package -DskipTests): " + target);
            }
            return found.next();
        } catch (IOException e) {
            throw new UncheckedIOException("Not packaged (mvn package -DskipTests): " + target, e);
        }
    }

    @Override
    public void close() {
        started.forEach(Server::close);
        issuer.close();
    }
}
