package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What the how-to gives to whoever keeps a copy of the events, in front of a Docket whose answers break off. */
class WarehouseIntegrationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EVENTS = 12;
    private static final int BEFORE_THE_BREAK = 5;
    private static final Pattern AFTER = Pattern.compile("[?&]after=(\\d+)");
    private static final Pattern SCRIPT = Pattern.compile("(?s)```sh\n(.*?)```");

    /** What follows the first events of an answer. */
    private enum End {
        BETWEEN_CHUNKS(""),
        WITHIN_A_CHUNK("fff\r\n{\"specversion\":"),
        WITHIN_A_LINE("f\r\n{\"specversion\":\r\n"),
        WITHIN_A_LINE_OF_WHAT_ENDS("f\r\n{\"specversion\":\r\n0\r\n\r\n"),
        WHOLE("0\r\n\r\n");

        private final String bytes;

        End(String bytes) {
            this.bytes = bytes;
        }
    }

    /** Gives tokens, and streams of the same events, each of which comes to the next end; or refuses one of the two. */
    private static final class HandWritten implements AutoCloseable {

        private final ServerSocket socket;
        private final Queue<End> ends;
        private final String refused;
        private final int status;
        private final AtomicInteger streams = new AtomicInteger();

        private HandWritten(String refused, int status, End... ends) {
            this.refused = refused;
            this.status = status;
            this.ends = new ArrayDeque<>(List.of(ends));
            try {
                socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            var thread = new Thread(this::serve, "hand-written");
            thread.setDaemon(true);
            thread.start();
        }

        URI address() {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }

        private void serve() {
            while (!socket.isClosed()) {
                try (Socket connection = socket.accept()) {
                    answer(connection);
                } catch (IOException e) {
                    // The client is gone, or the test is over.
                }
            }
        }

        private void answer(Socket connection) throws IOException {
            var request =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
            String first = request.readLine();
            if (first == null) {
                return;
            }
            int length = 0;
            for (String line = request.readLine(); line != null && !line.isEmpty(); line = request.readLine()) {
                if (line.startsWith("Content-Length: ")) {
                    length = Integer.parseInt(line.substring("Content-Length: ".length()));
                }
            }
            request.skip(length);
            OutputStream out = connection.getOutputStream();
            String path = first.split("[ ?]", -1)[1];
            if (path.equals(refused)) {
                out.write(ascii(head(status, "Content-Length: 11") + "Not to you."));
            } else if (path.equals("/events")) {
                out.write(ascii(head(200, "Transfer-Encoding: chunked") + stream(after(first))));
            } else {
                String token = "{\"access_token\":\"token\"}";
                out.write(ascii(head(200, "Content-Length: " + token.length()) + token));
            }
        }

        private static String head(int status, String header) {
            return "HTTP/1.1 " + status + " As it is\r\nConnection: close\r\n" + header + "\r\n\r\n";
        }

        private static int after(String request) {
            Matcher asked = AFTER.matcher(request);
            return asked.find() ? Integer.parseInt(asked.group(1)) : 0;
        }

        private String stream(int after) {
            streams.incrementAndGet();
            End end = ends.size() > 1 ? ends.remove() : ends.element();
            int last = end == End.WHOLE ? EVENTS : after + BEFORE_THE_BREAK;
            var chunks = new StringBuilder(chunk("\n"));
            IntStream.rangeClosed(after + 1, last).forEach(position -> chunks.append(chunk(event(position) + "\n")));
            return chunks.append(end.bytes).toString();
        }

        private static String chunk(String text) {
            return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
        }

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** With a position that is none, and what a copy could take for something else. */
    private static String event(int position) {
        return "{\"specversion\":\"1.0\",\"id\":\"e-" + position + "\",\"type\":\"docket.case.case-closed.v1\","
                + "\"subject\":\"WI" + position + "\",\"time\":\"2026-05-03T20:31:15.000Z\",\"position\":\"" + position
                + "\",\"correlationid\":\"a\\\"position\\\":\\\"7\",\"data\":{\"position\":\"99\",\"text\":\"\\\\.\\ta\\\\nb\"}}";
    }

    private static List<String> allEvents() {
        return IntStream.rangeClosed(1, EVENTS)
                .mapToObj(position -> position + " e-" + position + " \\.\ta\\nb")
                .toList();
    }

    private static List<String> inTable(Database warehouse) {
        return warehouse.query("select position || ' ' || id || ' ' || (event -> 'data' ->> 'text')"
                + " from docket_event order by position");
    }

    private static EventsToPostgres untilNow(Path folder, HandWritten docket, Database warehouse) {
        return EventsToPostgres.start(
                folder,
                docket.address(),
                warehouse,
                Map.of("UNTIL", "now", "TOKEN_URL", docket.address() + "/of-the-issuer"));
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource(mode = Mode.EXCLUDE, names = "WHOLE")
    void theTableHasEveryEventOnceWhereverAStreamBreaksOff(End broken, @TempDir Path folder) throws IOException {
        Database warehouse = PostgreSql.newDatabase();
        try (var docket = new HandWritten("", 0, broken, End.WHOLE);
                EventsToPostgres script = untilNow(folder, docket, warehouse)) {
            assertThat(script.awaitEnd()).as(script.output()).isZero();
            assertThat(inTable(warehouse)).containsExactlyElementsOf(allEvents());
            assertThat(docket.streams.get()).isEqualTo(2);
            assertThat(script.output()).contains("Interrupted, and tried again: IncompleteRead");
        }
    }

    @Test
    void killedTheScriptGoesOnBehindWhatTheTableHas(@TempDir Path folder) throws IOException {
        Database warehouse = PostgreSql.newDatabase();
        try (var docket = new HandWritten("", 0, End.BETWEEN_CHUNKS, End.WHOLE)) {
            try (EventsToPostgres killed = EventsToPostgres.start(folder, docket.address(), warehouse, Map.of())) {
                await("the first events")
                        .atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(() -> inTable(warehouse).size() >= BEFORE_THE_BREAK);
                assertThat(killed.isAlive()).isTrue();
            }
            try (EventsToPostgres script = untilNow(folder, docket, warehouse)) {
                assertThat(script.awaitEnd()).as(script.output()).isZero();
            }
        }
        assertThat(inTable(warehouse)).containsExactlyElementsOf(allEvents());
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"/of-the-issuer, 400", "/of-the-issuer, 401", "/of-the-issuer, 404", "/events, 400", "/events, 403"})
    void theScriptEndsWhereItIsRefused(String path, int status, @TempDir Path folder) throws IOException {
        Database warehouse = PostgreSql.newDatabase();
        try (var docket = new HandWritten(path, status, End.WHOLE);
                EventsToPostgres script = untilNow(folder, docket, warehouse)) {
            assertThat(script.awaitEnd()).isEqualTo(1);
            assertThat(script.output())
                    .isEqualTo("Refused by " + docket.address() + path + " with " + status + ": Not to you.\n");
        }
    }

    /** Without the last command, which has them read by DuckDB. */
    @Test
    void theFilesHaveEveryEventOnceWhereverAStreamBreaksOff(@TempDir Path folder)
            throws IOException, InterruptedException {
        try (var docket = new HandWritten("", 0, End.values())) {
            for (End end : End.values()) {
                boolean added = addFile(folder, docket.address(), "token") == 0;
                assertThat(added).as("%s", end).isEqualTo(end == End.WHOLE);
                assertThat(lines(folder)).as("%s", end).hasSize(added ? EVENTS : 0);
            }
            // Again, and nothing new.
            assertThat(addFile(folder, docket.address(), "token")).isZero();
        }
        assertThat(lines(folder))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, EVENTS)
                        .mapToObj(WarehouseIntegrationTest::event)
                        .toList());
    }

    /** Runs the script that adds a file of the latest events to a folder {@code events}; returns its exit code. */
    static int addFile(Path folder, URI docket, String token) throws IOException, InterruptedException {
        String page = Files.readString(Path.of("..", "docs", "how-to", "events-into-a-warehouse.md"));
        Matcher script = SCRIPT.matcher(page);
        assertThat(script.find()).isTrue();
        var command = new ProcessBuilder("bash", "-c", script.group(1));
        command.environment().putAll(Map.of("DOCKET", docket.toString(), "TOKEN", token));
        return Programs.start(command.directory(folder.toFile()).inheritIO()).waitFor();
    }

    /** What is in all files that there are, in their order. */
    static List<String> lines(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("events"))) {
            return files.sorted()
                    .flatMap(file -> {
                        try {
                            return Files.readAllLines(file).stream();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }
}
