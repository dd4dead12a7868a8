package io.docket.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Two processes of each side behind the proxy, on one database. Any of them can be ended, and others join. */
final class SplitFleet {

    /** A claim of a process that has died expires after ten seconds. */
    private static final Duration UNTIL_TAKEN_OVER = Duration.ofSeconds(60);

    private static final double SHORT_LAG_SECONDS = 1;

    /** Behind the last migration that there is. */
    private static final int FIRST_NEWER_MIGRATION = 9001;

    private final Dockets dockets;
    private final SplitSides sides;
    private final UnaryOperator<DocketSettings> more;
    private final List<Integer> command = ports();
    private final List<Integer> query = ports();
    private final Map<Integer, Path> folders = new ConcurrentHashMap<>();
    private final Map<Integer, DocketProcess> processes = new ConcurrentHashMap<>();
    private final Node front;

    private @Nullable Path newerMigrations;

    private SplitFleet(Dockets dockets, Database database, UnaryOperator<DocketSettings> more) {
        this.dockets = dockets;
        this.more = more;
        sides = new SplitSides(database, dockets.startIssuer(), dockets.startPartners());
        front = new Node(
                "front", dockets.startProxy(command, query, sides.issuer().port()));
    }

    /** Two to begin with, and one more. */
    private static List<Integer> ports() {
        return List.of(Proxy.freePort(), Proxy.freePort(), Proxy.freePort());
    }

    /**
     * Starts it, and waits until all processes are ready.
     *
     * @param database with the roles of the sides
     * @param more settings of all processes
     */
    static SplitFleet start(Dockets dockets, Database database, UnaryOperator<DocketSettings> more) {
        var fleet = new SplitFleet(dockets, database, more);
        // It makes the tables, and the keys that the others use.
        DocketProcess first = fleet.launch(fleet.command(0)).awaitListening();
        List<DocketProcess> others = Stream.of(fleet.command(1), fleet.query(0), fleet.query(1))
                .map(fleet::launch)
                .toList();
        first.awaitReady();
        others.forEach(DocketProcess::awaitReady);
        return fleet;
    }

    /** The port of a process of the command side, that of the third one to join included. */
    int command(int number) {
        return command.get(number);
    }

    /** The port of a process of the query side, that of the third one to join included. */
    int query(int number) {
        return query.get(number);
    }

    /** Starts a process, again if there was one; it keeps its folder. */
    DocketProcess launch(int port) {
        Path folder = folders.computeIfAbsent(port, first -> dockets.newFolder());
        boolean commands = command.contains(port);
        DocketSettings settings = commands
                ? Writers.withReferenceData(sides.command(folder, port))
                        .with("DOCKET_CARDORDERS_FIRSTRETRY", "200ms")
                        .with("DOCKET_ESIM_FIRSTRETRY", "200ms")
                        .with("DOCKET_SALESLEADS_FIRSTRETRY", "200ms")
                : sides.query(folder, port).with(Analysts.ALLOWED_NETWORKS, Analysts.THIS_MACHINE);
        String side = commands ? "command-side" : "query-side";
        String other = commands ? "query-side" : "command-side";
        Path newer = newerMigrations;
        List<String> application = newer == null ? before(side) : Application.unpacked("docket." + side);
        if (newer != null) {
            settings = settings.with(
                    "SPRING_FLYWAY_LOCATIONS", "classpath:db/migration,classpath:db/" + other + ",filesystem:" + newer);
        }
        DocketProcess started = dockets.launch(application, more.apply(settings));
        processes.put(port, started);
        return started;
    }

    /** Of the version before, if one is named; else the same, which lacks the migrations of the newer one alone. */
    private static List<String> before(String side) {
        String property = "docket.before." + side;
        return Application.unpacked(System.getProperty(property) == null ? "docket." + side : property);
    }

    /** What is started from now on is of a newer version: one that has a column more in each table, and brings it along. */
    void upgrade() {
        Path folder = dockets.newFolder();
        List<String> tables = database()
                .query("select tablename from pg_tables where schemaname = 'public'"
                        + " and tablename <> 'flyway_schema_history' order by tablename");
        try {
            for (int number = 0; number < tables.size(); number++) {
                String table = tables.get(number);
                Files.writeString(
                        folder.resolve("V" + (FIRST_NEWER_MIGRATION + number) + "__" + table + ".sql"),
                        "alter table " + table + " add column of_newer_version integer;\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        newerMigrations = folder;
    }

    /** What is started from now on is of the version before again, on the tables of the newer one. */
    void stepBack() {
        newerMigrations = null;
    }

    /** Replaces one process after the other as operators do: each is told to end, and its successor ready before the next is. */
    void replaceAll() {
        List<Integer> running = new ArrayList<>(command);
        running.addAll(query);
        running.stream().filter(this::isRunning).forEach(port -> {
            assertThat(process(port).stop()).isIn(0, 143);
            launch(port).awaitReady();
        });
    }

    void kill(int port) {
        DocketProcess killed = process(port);
        killed.kill9();
        killed.awaitEnd();
    }

    private DocketProcess process(int port) {
        return requireNonNull(processes.get(port));
    }

    private boolean isRunning(int port) {
        DocketProcess process = processes.get(port);
        return process != null && process.isAlive();
    }

    List<DocketProcess> commandSide() {
        return command.stream().filter(this::isRunning).map(this::process).toList();
    }

    List<DocketProcess> querySide() {
        return query.stream().filter(this::isRunning).map(this::process).toList();
    }

    /** The port of the process that the others have to take the most from. */
    int workingOnCases() {
        return await("a process that works on cases")
                .atMost(UNTIL_TAKEN_OVER)
                .ignoreExceptions()
                .until(
                        () -> query.stream()
                                .filter(this::isRunning)
                                .filter(this::isWorkingOnCases)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private boolean isWorkingOnCases(int port) {
        return projections(client("operator").at(process(port))).stream()
                .anyMatch(projection -> projection.required("name").asString().equals("cases")
                        && projection.toString().contains("\"this-process\":true"));
    }

    /** Kills the process that the others have to take the most from; returns how long it takes until nothing is behind again. */
    Duration killAndAwaitShortLag() {
        long begun = System.nanoTime();
        kill(workingOnCases());
        workingOnCases();
        awaitShortLag();
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Waits until each process of the query side works on something. */
    void awaitSpread() {
        await("work for each process")
                .atMost(UNTIL_TAKEN_OVER)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(querySide()).hasSizeGreaterThan(1).allSatisfy(process -> assertThat(
                                        projections(client("operator").at(process)))
                                .anySatisfy(projection ->
                                        assertThat(projection.toString()).contains("\"this-process\":true"))));
    }

    private static List<JsonNode> projections(Client operator) {
        return operator.get("/operations/projections").expect(200).items();
    }

    /** Waits until all read models are less than a second behind; returns how long that took. */
    Duration awaitShortLag() {
        long begun = System.nanoTime();
        await("a lag of less than a second")
                .atMost(UNTIL_TAKEN_OVER)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(projections(client("operator")))
                        .isNotEmpty()
                        .allSatisfy(projection -> {
                            assertThat(projection.required("state").asString()).isEqualTo("running");
                            assertThat(projection
                                            .required("lag")
                                            .required("seconds")
                                            .asDouble())
                                    .isLessThan(SHORT_LAG_SECONDS);
                        }));
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    Database database() {
        return sides.database();
    }

    SplitSides sides() {
        return sides;
    }

    /** The proxy. */
    Node front() {
        return front;
    }

    /** A client that knows the proxy alone. */
    Client client(String clientId) {
        return front.client(clientId);
    }

    /** Kills all that runs. */
    void close() {
        Stream.concat(commandSide().stream(), querySide().stream()).forEach(DocketProcess::close);
    }
}
