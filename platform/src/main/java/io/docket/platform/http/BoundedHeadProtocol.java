package io.docket.platform.http;

import java.io.IOException;
import java.time.Duration;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 with a limit to the time that the head of a request may take. Tomcat's own limit, the connection time-out,
 * counts anew with each byte; here it is for the whole head.
 */
public final class BoundedHeadProtocol extends Http11NioProtocol {

    private static final ThreadLocal<SocketWrapperBase<?>> PROCESSED = new ThreadLocal<>();

    /** The socket whose request this thread works for. */
    static @Nullable SocketWrapperBase<?> current() {
        return PROCESSED.get();
    }

    @Override
    protected Processor createProcessor() {
        return new Http11Processor(this, getAdapter()) {
            /**
             * When the end of a body in chunks is read without waiting, Tomcat has the same thread process the same
             * socket once more, as if the next request had begun. A server that is about to stop would close it then,
             * before the answer.
             */
            @Override
            public SocketState process(SocketWrapperBase<?> socket, SocketEvent event) throws IOException {
                if (PROCESSED.get() == socket) {
                    return SocketState.OPEN;
                }
                PROCESSED.set(socket);
                try {
                    return super.process(socket, event);
                } finally {
                    PROCESSED.remove();
                }
            }

            @Override
            public SocketState service(SocketWrapperBase<?> socket) throws IOException {
                long begun = request.getStartTimeNanos();
                if (begun != -1 && remaining(begun) <= 0) {
                    return SocketState.CLOSED;
                }
                socket.setReadTimeout(getConnectionTimeout());
                socket.setWriteTimeout(getConnectionTimeout());
                SocketState state = super.service(socket);
                if (state == SocketState.LONG) {
                    // A body that is being received has a limit of its own, for the whole of it, which is to come
                    // first.
                    socket.setReadTimeout(
                            isAsync()
                                    ? 2L * getConnectionTimeout()
                                    : Math.max(1, remaining(request.getStartTimeNanos())));
                }
                return state;
            }
        };
    }

    private long remaining(long begunNanos) {
        return getConnectionTimeout()
                - Duration.ofNanos(System.nanoTime() - begunNanos).toMillis();
    }
}
