package io.docket.eventstream.endpoint;

import io.docket.eventstream.subscription.Outlet;
import io.docket.eventstream.subscription.Subscriber;
import io.docket.platform.http.StreamConnection;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to a request, written without waiting. The server uses what belongs to an answer again for another one: nothing
 * is touched once it has said that this one is over, and it does not say so in the middle of a write.
 */
final class AsyncOutlet implements Outlet, WriteListener, AsyncListener {

    private static final Logger LOG = LoggerFactory.getLogger(AsyncOutlet.class);

    private final StreamConnection connection;

    private @Nullable Subscriber subscriber;
    private @Nullable AsyncContext async;
    private @Nullable ServletOutputStream out;
    private StreamConnection.@Nullable Body body;
    private boolean over;

    AsyncOutlet(StreamConnection connection) {
        this.connection = connection;
    }

    /** Begins to serve a subscriber; the head of the answer has been sent. */
    synchronized void serve(Subscriber served, HttpServletRequest request) throws IOException {
        AsyncContext begun = request.startAsync();
        begun.setTimeout(0);
        begun.addListener(this);
        ServletOutputStream stream = begun.getResponse().getOutputStream();
        subscriber = served;
        async = begun;
        out = stream;
        body = connection.body();
        stream.setWriteListener(this);
    }

    @Override
    public synchronized boolean isReady() {
        return !over && out != null && out.isReady();
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
        if (!over && body != null) {
            body.write(bytes, from, length);
        } else if (!over && out != null) {
            out.write(bytes, from, length);
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        if (!over && out != null && body == null) {
            out.flush();
        }
    }

    @Override
    public synchronized void complete() {
        if (!over && async != null) {
            over = true;
            async.complete();
        }
    }

    @Override
    public synchronized void cutOff() {
        if (!over) {
            over = true;
            connection.cutOff();
        }
    }

    @Override
    public void onWritePossible() {
        Subscriber served = subscriber();
        if (served != null) {
            served.wake();
        }
    }

    private synchronized @Nullable Subscriber subscriber() {
        return subscriber;
    }

    /** {@link #onError(AsyncEvent)} comes next. */
    @Override
    public void onError(Throwable failure) {
        leave(failure);
    }

    @Override
    public void onError(AsyncEvent event) {
        leave(event.getThrowable());
        event.getAsyncContext().complete();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        leave(null);
        event.getAsyncContext().complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        leave(null);
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}

    private void leave(@Nullable Throwable failure) {
        Subscriber served = subscriber();
        synchronized (this) {
            if (!over && failure != null) {
                LOG.info(
                        "A stream of events to {} is cut off: {}",
                        served == null ? null : served.client(),
                        failure instanceof SocketTimeoutException
                                ? "it has taken nothing for a minute"
                                : failure.toString());
                connection.resetAtItsEnd();
            }
            over = true;
        }
        if (served != null) {
            served.leave();
        }
    }
}
