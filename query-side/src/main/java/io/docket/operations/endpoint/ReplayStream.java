package io.docket.operations.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.docket.platform.errors.UnavailableException;
import io.docket.platform.http.Acceptance;
import io.docket.platform.projection.rebuild.Replay;
import io.docket.platform.projection.rebuild.Replays;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells how far a replay is once a second, as Server-Sent Events, until it has ended. Whoever reads longer than some
 * minutes connects again, as browsers do by themselves, and so does whoever reads from a process that ends. Each reader has a
 * thread, so that there are few.
 */
@Component
public class ReplayStream implements SmartLifecycle {

    private static final int READERS = 8;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Semaphore places = new Semaphore(READERS);
    private final Replays replays;
    private final JsonMapper json;
    private final Clock clock;

    private volatile boolean running;

    ReplayStream(Replays replays, JsonMapper json, Clock clock) {
        this.replays = replays;
        this.json = json;
        this.clock = clock;
    }

    /** Whether a client would rather have events than JSON. */
    static boolean isWanted(HttpServletRequest request) {
        Acceptance acceptance = Acceptance.in(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
        return acceptance.of(MediaType.TEXT_EVENT_STREAM) > acceptance.of(MediaType.APPLICATION_JSON);
    }

    /**
     * Writes the events.
     *
     * @throws UnavailableException if there are too many readers
     * @throws IOException if the client is gone
     */
    public void write(Replay replay, HttpServletResponse response) throws IOException {
        if (!places.tryAcquire()) {
            throw new UnavailableException("Too many clients follow replays.");
        }
        try {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
            OutputStream out = response.getOutputStream();
            long latest = System.nanoTime() + LONGEST.toNanos();
            Optional<Replay> now = Optional.of(replay);
            while (now.isPresent()) {
                write(now.get(), out);
                if (now.get().hasEnded() || System.nanoTime() - latest > 0 || !running) {
                    return;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
                now = replays.find(replay.id());
            }
        } finally {
            places.release();
        }
    }

    private void write(Replay replay, OutputStream out) throws IOException {
        String data = json.writeValueAsString(ReplayRepresentation.of(replay, clock.instant()));
        out.write(("event: " + (replay.hasEnded() ? "end" : "progress") + "\ndata: " + data + "\n\n").getBytes(UTF_8));
        out.flush();
    }

    @Override
    public void start() {
        running = true;
    }

    /** Before the server stops, which would wait for its readers. */
    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
