package io.docket.audit.log.witness;

import io.docket.platform.partner.BoundedBody;
import io.docket.tlog.note.NoteSignature;
import io.docket.tlog.note.SignedNote;
import io.docket.tlog.note.VerifierKey;
import io.docket.witness.AddCheckpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks one witness. A call is bounded in time and in the size of its answer. */
final class WitnessConnection {

    private static final Logger LOG = LoggerFactory.getLogger(WitnessConnection.class);

    private static final int LONGEST_ANSWER = 64 * 1024;

    private final URI address;
    private final VerifierKey key;
    private final Duration limit;
    private final HttpClient http;

    /** @param limit of a call, until the end of its answer */
    WitnessConnection(URI url, VerifierKey key, Duration limit) {
        String base = url.toString();
        address = URI.create(base + (base.endsWith("/") ? "" : "/") + "add-checkpoint");
        this.key = key;
        this.limit = limit;
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limit)
                .build();
    }

    /** What a witness answers. */
    sealed interface Answer {}

    /** It has seen that the log goes on from what it knew. */
    record Cosigned(NoteSignature line) implements Answer {}

    /** What it has cosigned last is of another size than was thought. */
    record Conflict(long size) implements Answer {}

    /** It says no, for good. */
    record Refused(int status) implements Answer {}

    /**
     * Asks for a cosignature.
     *
     * @throws IOException if there is no answer in time, or none that means anything
     */
    Answer ask(AddCheckpoint question) throws IOException {
        HttpResponse<byte[]> response = send(HttpRequest.newBuilder(address)
                .timeout(limit)
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(BodyPublishers.ofString(question.toString()))
                .build());
        String body = new String(response.body(), StandardCharsets.UTF_8);
        return switch (response.statusCode()) {
            case 200 -> new Cosigned(cosignature(question.checkpoint(), body));
            case 409 -> new Conflict(size(body));
            case 400, 403, 404, 422 -> new Refused(response.statusCode());
            default -> throw new IOException("it answers " + response.statusCode());
        };
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request, status -> new BoundedBody(LONGEST_ANSWER));
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("it does not answer within " + limit.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static long size(String body) throws IOException {
        try {
            return io.docket.tlog.note.Checkpoint.size(body.strip());
        } catch (IllegalArgumentException e) {
            throw new IOException("it answers 409 without a size", e);
        }
    }

    /** Of all lines, the one with the key of this witness. */
    private NoteSignature cosignature(SignedNote checkpoint, String lines) throws IOException {
        for (String line : lines.split("\n", -1)) {
            try {
                NoteSignature signature = NoteSignature.parse(line);
                if (!new SignedNote(checkpoint.text(), List.of(signature))
                        .signedBy(List.of(key))
                        .isEmpty()) {
                    return signature;
                }
            } catch (IllegalArgumentException e) {
                LOG.debug("The witness answers a line that is no signature of its key", e);
            }
        }
        throw new IOException("it answers without a cosignature of its key");
    }
}
