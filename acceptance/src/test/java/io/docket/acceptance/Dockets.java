package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.simulators.Simulators;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestWatcher;
import org.springframework.util.FileSystemUtils;

/** Starts the processes of a test class, ends them with it, and shows what they printed when a test fails. */
final class Dockets implements AfterAllCallback, TestWatcher, LifecycleMethodExecutionExceptionHandler {

    private static final int LINES_SHOWN = 200;

    /** Of persons whom the demo data and the requests of tests are about: nothing of it has a place in a log. */
    static final List<String> PERSONAL = List.of(
            "Branislav",
            "Vukovic",
            "Mileva",
            "Grujic",
            "Ime237069",
            "Prezime23706",
            "Stevan.Kostoski",
            "john@doe.com",
            "anna@example.com",
            "racer@example.com",
            "test_customer_e2e@gmail.com",
            "19811218-9876",
            "198112189876");

    private final String name;
    private final AtomicInteger launches = new AtomicInteger();
    private final List<DocketProcess> processes = new CopyOnWriteArrayList<>();
    private final List<Path> folders = new CopyOnWriteArrayList<>();
    private final List<Simulators> simulators = new CopyOnWriteArrayList<>();
    private final List<TestIssuer> issuers = new CopyOnWriteArrayList<>();
    private final List<Proxy> proxies = new CopyOnWriteArrayList<>();

    /** @param name which output files in {@code target/docket-output} start with */
    Dockets(String name) {
        this.name = name;
    }

    /** An empty folder, deleted in the end. */
    Path newFolder() {
        try {
            Path folder = Files.createTempDirectory("docket");
            folders.add(folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Partners that several processes share, or that outlive one; stopped in the end. */
    Simulators startPartners() {
        try {
            Simulators started = Simulators.start(0, null, Clock.systemUTC(), null);
            simulators.add(started);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An issuer that is none of the processes; stopped in the end. */
    TestIssuer startIssuer() {
        TestIssuer started = TestIssuer.start();
        issuers.add(started);
        return started;
    }

    /** The proxy in front of processes, by their ports; stopped in the end. Returns its address. */
    URI startProxy(List<Integer> command, List<Integer> query, int issuer) {
        Proxy started = Proxy.start(newFolder(), command, query, issuer);
        proxies.add(started);
        return started.address();
    }

    DocketProcess launch(DocketSettings settings) {
        return launch(Application.unpacked(), settings);
    }

    DocketProcess launch(List<String> application, DocketSettings settings) {
        try {
            Path output = Files.createDirectories(Path.of(System.getProperty("docket.output", "target/docket-output")))
                    .resolve(name + "-" + launches.incrementAndGet() + ".log")
                    .toAbsolutePath();
            Files.deleteIfExists(output);
            DocketProcess process = DocketProcess.launch(application, settings, output);
            processes.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DocketProcess start(DocketSettings settings) {
        return launch(settings).awaitReady();
    }

    /** Starts the one file that a user has. */
    DocketProcess startPackaged(DocketSettings settings) {
        return launch(Application.packaged(), settings).awaitReady();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (context.getRequiredTestClass().isMemberClass()) {
            return;
        }
        try {
            processes.forEach(process -> PublishedEvents.check(process, issuers));
        } finally {
            processes.forEach(DocketProcess::close);
            proxies.forEach(Proxy::close);
            issuers.forEach(TestIssuer::close);
            simulators.forEach(Simulators::close);
        }
        for (Path folder : folders) {
            FileSystemUtils.deleteRecursively(folder);
        }
        for (DocketProcess process : processes) {
            assertThat(PERSONAL).as("%s", process.outputFile()).noneMatch(process.output()::contains);
        }
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        showOutput();
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        showOutput();
        throw failure;
    }

    @SuppressWarnings("SystemOut")
    private void showOutput() {
        PrintStream out = System.out;
        for (DocketProcess process : processes) {
            out.println("===== The end of what Docket, process " + process.pid() + ", printed =====");
            process.lastLines(LINES_SHOWN).forEach(out::println);
        }
    }
}
