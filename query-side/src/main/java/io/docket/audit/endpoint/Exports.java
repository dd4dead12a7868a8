package io.docket.audit.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.docket.platform.errors.UnavailableException;
import io.docket.platform.http.Acceptance;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.apache.coyote.CloseNowException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes all of an answer instead of a page of it, piece by piece: in memory there is one piece. An export that cannot be
 * brought to its end is cut off, so that nobody takes its begin for the whole.
 */
@Component
class Exports {

    /** A line of JSON for each record. */
    static final MediaType NDJSON = MediaType.parseMediaType("application/x-ndjson");

    static final MediaType CSV = MediaType.parseMediaType("text/csv");

    private static final Logger LOG = LoggerFactory.getLogger(Exports.class);

    /** A client that takes nothing is cut off sooner, by the server; this is for one that takes a little now and then. */
    private static final Duration MAX_DURATION = Duration.ofMinutes(30);

    private static final int AT_ONCE = 4;
    private static final int BUFFER = 16 * 1024;

    private final Semaphore places = new Semaphore(AT_ONCE);
    private final JsonMapper json;

    Exports(JsonMapper json) {
        this.json = json;
    }

    /** The form that a client would rather have than a page. */
    static boolean isWanted(HttpServletRequest request) {
        return !form(request).equals(MediaType.APPLICATION_JSON);
    }

    private static MediaType form(HttpServletRequest request) {
        Acceptance acceptance = Acceptance.in(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
        // The first of those that are wanted most.
        return Stream.of(MediaType.APPLICATION_JSON, NDJSON, CSV)
                .max(Comparator.comparingDouble(acceptance::of)
                        .thenComparing(List.of(CSV, NDJSON, MediaType.APPLICATION_JSON)::indexOf))
                .orElseThrow();
    }

    /**
     * Writes everything, in the form that the client wants.
     *
     * @throws UnavailableException if too many are being written
     * @throws CloseNowException if it could not be written to its end
     */
    <T> void write(ExportedRows<T> rows, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!places.tryAcquire()) {
            throw new UnavailableException("Too many exports are under way.");
        }
        try {
            // Whatever keeps it from being read is answered as ever, as long as nothing has been written.
            boolean any = rows.pieces().hasNext();
            boolean asJson = form(request).equals(NDJSON);
            response.setContentType(asJson ? NDJSON.toString() : CSV + ";charset=UTF-8");
            response.setHeader(
                    HttpHeaders.CONTENT_DISPOSITION,
                    "attachment; filename=\"" + rows.name() + (asJson ? ".ndjson\"" : ".csv\""));
            response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
            if (!request.getMethod().equals("HEAD")) {
                write(rows, any, asJson, response);
            }
        } finally {
            places.release();
        }
    }

    private <T> void write(ExportedRows<T> rows, boolean any, boolean asJson, HttpServletResponse response)
            throws CloseNowException {
        long latest = System.nanoTime() + MAX_DURATION.toNanos();
        try {
            var out = new BufferedOutputStream(response.getOutputStream(), BUFFER);
            if (!asJson) {
                out.write(Csv.line(rows.columns()).getBytes(UTF_8));
            }
            Iterator<List<T>> pieces = rows.pieces();
            for (boolean more = any; more; more = pieces.hasNext()) {
                write(pieces.next(), rows, asJson, out);
                if (System.nanoTime() - latest > 0) {
                    throw new IOException("The client takes longer than " + MAX_DURATION);
                }
            }
            out.flush();
        } catch (IOException | RuntimeException e) {
            LOG.warn("An export was cut off: {}", e.toString());
            throw new CloseNowException("An export was cut off", e);
        }
    }

    private <T> void write(List<T> piece, ExportedRows<T> rows, boolean asJson, OutputStream out) throws IOException {
        for (T row : piece) {
            if (asJson) {
                out.write(json.writeValueAsBytes(row));
                out.write('\n');
            } else {
                out.write(Csv.line(rows.cells().apply(row)).getBytes(UTF_8));
            }
        }
    }
}
