package io.docket.platform.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import org.apache.catalina.connector.Request;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an endpoint whose answer does not end may tell the connection that the answer goes over, which the servlet API has no
 * words for.
 */
public final class StreamConnection {

    private static final Logger LOG = LoggerFactory.getLogger(StreamConnection.class);
    private static final String NAME = StreamConnection.class.getName();

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
