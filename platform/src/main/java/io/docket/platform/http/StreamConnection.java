package io.docket.platform.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.apache.catalina.connector.Request;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an endpoint whose answer does not end may tell the connection that the answer goes over, which the servlet API has no
 * words for.
 */
public final class StreamConnection {

    private static final Logger LOG = LoggerFactory.getLogger(StreamConnection.class);
    private static final String NAME = StreamConnection.class.getName();

    private static final String CHUNKED = "chunked";

    /** So much is written at a time. */
    private static final int MOST_AT_ONCE = 64 * 1024;

    private static final byte[] LINE_END = {'\r', '\n'};

    /** Around what is written at a time. */
    private static final int FRAME = Integer.toHexString(MOST_AT_ONCE).length() + 2 * LINE_END.length;

    private static final ThreadLocal<ByteBuffer> WRITTEN =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(MOST_AT_ONCE + FRAME));

    private final Response response;
    private final SocketWrapperBase<?> socket;

    private StreamConnection(Response response, SocketWrapperBase<?> socket) {
        this.response = response;
        this.socket = socket;
    }

    /** Lets endpoints find the connection of a request that this thread works for. */
    static void offer(Request request) {
        SocketWrapperBase<?> socket = BoundedHeadProtocol.current();
        if (socket != null) {
            request.setAttribute(
                    NAME, new StreamConnection(request.getCoyoteRequest().getResponse(), socket));
        }
    }

    /**
     * The connection of a request.
     *
     * @throws IllegalStateException if the request did not come over one of ours
     */
    public static StreamConnection of(HttpServletRequest request) {
        if (request.getAttribute(NAME) instanceof StreamConnection connection) {
            return connection;
        }
        throw new IllegalStateException("The request came over no connection that is known");
    }

    /**
     * Bounds what the connection keeps of what its client does not take.
     *
     * @param bytes how much the system keeps for it
     * @param patience after so long without anything taken, the connection is cut off
     */
    public void bound(int bytes, Duration patience) throws IOException {
        socket.setWriteTimeout(patience.toMillis());
        if (socket.getSocket() instanceof NioChannel channel) {
            channel.getIOChannel().setOption(StandardSocketOptions.SO_SNDBUF, bytes);
        }
    }

    /**
     * What writes the body of the answer, whose head has been sent, past the buffers of the server, in which each eight
     * kilobytes are a system call.
     *
     * @return {@code null} if the body goes through an encoding or encryption that the server has to do
     */
    public @Nullable Body body() {
        boolean isPlain = CHUNKED.equals(response.getMimeHeaders().getHeader("Transfer-Encoding"))
                && response.getMimeHeaders().getHeader("Content-Encoding") == null;
        return isPlain
                        && socket instanceof NioSocketWrapper wrapper
                        && wrapper.getSocket().getClass().equals(NioChannel.class)
                ? new Body(wrapper, wrapper.getSocket().getIOChannel())
                : null;
    }

    /** Writes the body of an answer, in chunks; whole chunks, so that the server can end it. */
    public static final class Body {

        private final NioSocketWrapper socket;

        /** Never used again for another connection, unlike what the server wraps it in. */
        private final SocketChannel channel;

        private Body(NioSocketWrapper socket, SocketChannel channel) {
            this.socket = socket;
            this.channel = channel;
        }

        /**
         * Writes some bytes; only while the answer is ready. The server keeps what the system does not take, and the answer
         * is not ready until it has.
         */
        public void write(byte[] bytes, int from, int length) throws IOException {
            ByteBuffer chunk = WRITTEN.get();
            int end = from + length;
            for (int at = from; at < end; at += MOST_AT_ONCE) {
                int size = Math.min(MOST_AT_ONCE, end - at);
                chunk.clear();
                chunk.put(Integer.toHexString(size).getBytes(US_ASCII)).put(LINE_END);
                chunk.put(bytes, at, size).put(LINE_END).flip();
                write(chunk);
            }
        }

        private void write(ByteBuffer chunk) throws IOException {
            if (!socket.hasDataToWrite()) {
                channel.write(chunk);
                // From here on the client has its time to take more.
                socket.updateLastWrite();
            }
            if (chunk.hasRemaining()) {
                socket.write(false, chunk);
            }
        }
    }

    /** Ends the connection at once. The client sees that the answer has not come to its end. */
    public void cutOff() {
        resetAtItsEnd();
        response.action(ActionCode.CLOSE_NOW, null);
    }

    /**
     * Has the connection be reset when it is closed. To a client of HTTP/1.0, many a proxy among them, the orderly end of a
     * connection is that of a whole answer.
     */
    public void resetAtItsEnd() {
        try {
            if (socket.getSocket() instanceof NioChannel channel) {
                channel.getIOChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            LOG.trace("The connection is closed already", e);
        }
    }
}
