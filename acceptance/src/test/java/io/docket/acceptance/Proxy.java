package io.docket.acceptance;

import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.RawRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The proxy that makes several processes one origin, with the configuration that we ship. */
final class Proxy implements AutoCloseable {

    /** What we ship. */
    static final Path FILES =
            Path.of("..", "deploy", "haproxy").toAbsolutePath().normalize();

    /** Linux gives connections ports from 32768 on. */
    private static final int FIRST_PORT = 20_000;

    private static final int LAST_PORT = 32_000;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Whoever was given one may take it much later, or leave it free for good. */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private final Process process;
    private final int port;

    private Proxy(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it, and waits until it takes connections.
     *
     * @param folder where it keeps the file with the servers
     * @param command the processes that changes go to
     * @param query the processes that reads go to
     */
    static Proxy start(Path folder, List<Integer> command, List<Integer> query, int issuer) {
        return start(folder, command, query, issuer, Map.of());
    }

    /** The same, with more variables. */
    static Proxy start(
            Path folder, List<Integer> command, List<Integer> query, int issuer, Map<String, String> variables) {
        return start(
                folder,
                backend("command", command)
                        + backend("query", query)
                        + "backend issuer\n  option tcp-check\n  server issuer 127.0.0.1:" + issuer + "\n",
                variables);
    }

    /**
     * The same.
     *
     * @param servers what stands in the file with the servers
     */
    static Proxy start(Path folder, String servers, Map<String, String> variables) {
        try {
            Path file = Files.writeString(folder.resolve("servers.cfg"), servers);
            int port = freePort();
            var builder = new ProcessBuilder(
                    "haproxy", "-db", "-f", FILES.resolve("haproxy.cfg").toString(), "-f", file.toString());
            builder.environment().put("DOCKET_PROXY_BIND", "127.0.0.1:" + port);
            builder.environment().putAll(variables);
            Process started = Programs.start(builder.redirectErrorStream(true)
                    .redirectOutput(folder.resolve("haproxy.log").toFile()));
            await("the proxy").atMost(PATIENCE).until(() -> {
                if (!started.isAlive()) {
                    throw new IllegalStateException(Files.readString(folder.resolve("haproxy.log")));
                }
                return answers(port);
            });
            return new Proxy(started, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String backend(String name, List<Integer> ports) {
        return "backend " + name + "\n"
                + IntStream.range(0, ports.size())
                        .mapToObj(number -> "  server " + name + number + " 127.0.0.1:" + ports.get(number) + "\n")
                        .collect(Collectors.joining());
    }

    /**
     * A port that a process can be started on, and again when it has been killed: none that connections are given, and none
     * that was given before.
     */
    static int freePort() {
        for (; ; ) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
            try (var socket = new ServerSocket(port)) {
                if (GIVEN.add(socket.getLocalPort())) {
                    return port;
                }
            } catch (BindException e) {
                // Somebody has it: another one.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static boolean answers(int port) {
        try (var connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return connection.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    URI address() {
        return URI.create("http://localhost:" + port);
    }

    /**
     * Sends a request without a body.
     *
     * @param headers as lines; a {@code Host} of one's own is the first
     */
    Answer send(String method, String path, String... headers) {
        String host = headers.length > 0 && headers[0].startsWith("Host:") ? "" : "Host: localhost\r\n";
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return RawRequest.send(
                address(),
                method + " " + path + " HTTP/1.1\r\n" + host + more + "Content-Length: 0\r\nConnection: close\r\n\r\n");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
