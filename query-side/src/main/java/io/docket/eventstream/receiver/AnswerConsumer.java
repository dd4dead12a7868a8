package io.docket.eventstream.receiver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Takes the status of an answer, and throws its body away; of a large one only the beginning is received. */
final class AnswerConsumer implements AsyncResponseConsumer<Boolean> {

    private static final int MOST_BYTES = 64 * 1024;

    private volatile int status;
    private volatile @Nullable String retryAfter;
    private volatile @Nullable FutureCallback<Boolean> result;
    private int received;

    /** The status; 0 as long as there is none. It counts whatever becomes of the body. */
    int status() {
        return status;
    }

    /** The value of {@code Retry-After}. */
    @Nullable
    String retryAfter() {
        return retryAfter;
    }

    @Override
    public void consumeResponse(
            HttpResponse response,
            @Nullable EntityDetails entity,
            HttpContext context,
            FutureCallback<Boolean> callback) {
        Header asked = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
        retryAfter = asked == null ? null : asked.getValue();
        status = response.getCode();
        result = callback;
        if (entity == null) {
            callback.completed(true);
        }
    }

    @Override
    public void informationResponse(HttpResponse response, HttpContext context) {}

    @Override
    public void updateCapacity(CapacityChannel capacity) throws IOException {
        capacity.update(MOST_BYTES);
    }

    @Override
    public void consume(ByteBuffer bytes) throws IOException {
        received += bytes.remaining();
        bytes.position(bytes.limit());
        if (received > MOST_BYTES) {
            throw new IOException("The answer has more than " + MOST_BYTES + " bytes");
        }
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) {
        FutureCallback<Boolean> waiting = result;
        if (waiting != null) {
            waiting.completed(true);
        }
    }

    @Override
    public void failed(Exception cause) {}

    @Override
    public void releaseResources() {}
}
