package io.docket.platform.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.apache.catalina.connector.Request;
import org.apache.coyote.ActionCode;

/**
 * Receives the body of a request as it comes, and holds no thread while nothing comes. The time limit is for the whole
 * body, not from one byte to the next.
 */
final class BodyReception implements ReadListener, AsyncListener {

    private static final String ARRIVED = BodyReception.class.getName() + ".arrived";
    private static final int CHUNK = 8 * 1024;

    /** Goes on with the request, which is then asynchronous: completes or dispatches it. */
    @FunctionalInterface
    interface Then {

        /**
         * Called once, unless the client is gone.
         *
         * @param body as much of it as is kept
         */
        void accept(AsyncContext request, Outcome outcome, byte[] body) throws IOException;
    }

    /** How a reception ends. */
    enum Outcome {
        /** All of the body is there. */
        COMPLETE,
        /** The body is larger than what is kept of it; perhaps it has not come to its end. */
        TOO_LARGE,
        /** The time was over before the end of the body. */
        TOO_SLOW
    }

    private final AsyncContext request;
    private final ServletInputStream in;
    private final int keptBytes;
    private final int receivedBytes;
    private final Then then;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final byte[] chunk = new byte[CHUNK];

    private long received;
    private boolean over;

    private BodyReception(AsyncContext request, ServletInputStream in, int keptBytes, int receivedBytes, Then then) {
        this.request = request;
        this.in = in;
        this.keptBytes = keptBytes;
        this.receivedBytes = receivedBytes;
        this.then = then;
    }

    /** Whether a request has a body that has not been read to its end. */
    static boolean isPending(HttpServletRequest request) throws IOException {
        return (request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null)
                && !request.getInputStream().isFinished();
    }

    /** Lets it be asked of a request how much of its body is there, which the servlet API does not tell. */
    static void observe(Request request) {
        org.apache.coyote.Request received = request.getCoyoteRequest();
        IntSupplier arrived = () -> {
            received.action(ActionCode.AVAILABLE, true);
            return received.getAvailable();
        };
        request.setAttribute(ARRIVED, arrived);
    }

    /** Whether all of a pending body has arrived, so that reading it waits for nothing. Does not wait itself. */
    static boolean isBuffered(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        return length >= 0
                && request.getAttribute(ARRIVED) instanceof IntSupplier arrived
                && arrived.getAsInt() >= length;
    }

    /**
     * Begins to receive.
     *
     * @param keptBytes how much of the body is kept
     * @param receivedBytes how much of it is waited for
     */
    static void begin(HttpServletRequest request, Duration within, int keptBytes, int receivedBytes, Then then)
            throws IOException {
        AsyncContext async = request.startAsync();
        async.setTimeout(within.toMillis());
        var reception = new BodyReception(async, request.getInputStream(), keptBytes, receivedBytes, then);
        async.addListener(reception);
        request.getInputStream().setReadListener(reception);
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (!over && in.isReady() && !in.isFinished()) {
            int read = in.read(chunk);
            if (read < 0) {
                return;
            }
            received += read;
            if (received <= keptBytes) {
                kept.write(chunk, 0, read);
            } else if (received > receivedBytes) {
                end(Outcome.TOO_LARGE);
            }
        }
    }

    @Override
    public void onAllDataRead() throws IOException {
        end(received > keptBytes ? Outcome.TOO_LARGE : Outcome.COMPLETE);
    }

    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
        end(Outcome.TOO_SLOW);
    }

    private void end(Outcome outcome) throws IOException {
        if (!over) {
            over = true;
            then.accept(request, outcome, kept.toByteArray());
        }
    }

    /** The client is gone, and {@link #onError(AsyncEvent)} comes next. */
    @Override
    public void onError(Throwable failure) {
        over = true;
    }

    @Override
    public void onError(AsyncEvent event) {
        over = true;
        request.complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        over = true;
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
