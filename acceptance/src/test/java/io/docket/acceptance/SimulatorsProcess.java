package io.docket.acceptance;

import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.partner.Certificates;
import io.docket.platform.testing.partner.Partners;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged simulators in a process of their own, with certificates. */
final class SimulatorsProcess implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("Simulators started on port (\\d+)");

    private final Path folder;
    private final Certificates certificates;
    private final Process process;
    private final int port;

    private SimulatorsProcess(Path folder, Certificates certificates, int wantedPort) {
        this.folder = folder;
        this.certificates = certificates;
        Path output = folder.resolve("output.log");
        var command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("docket.simulators.jar"),
                "--port=" + wantedPort,
                "--data=" + folder.resolve("simulators.mv"),
                "--key-store=" + certificates.partnerKeyStore(),
                "--trust-store=" + certificates.partnerTrustStore());
        command.environment().put("STORE_PASSWORD", Certificates.PASSWORD);
        try {
            process = command.redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = await("the simulators' port")
                .atMost(Duration.ofSeconds(60))
                .until(() -> port(output), found -> found > 0);
    }

    /** Starts them on any free port. */
    static SimulatorsProcess start(Path folder, Certificates certificates) {
        return new SimulatorsProcess(folder, certificates, 0);
    }

    /** Kills them ({@code kill -9}), and starts them with what they have kept. */
    SimulatorsProcess killAndStart() {
        close();
        return new SimulatorsProcess(folder, certificates, port);
    }

    private int port(Path output) throws IOException {
        String printed = Files.readString(output);
        if (!process.isAlive()) {
            throw new IllegalStateException(printed);
        }
        Matcher found = PORT.matcher(printed);
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    URI address() {
        return URI.create("https://localhost:" + port);
    }

    Partners partners() {
        return Partners.at(address(), certificates.ofClient());
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
