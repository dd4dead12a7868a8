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

/**
 * What an endpoint whose answer does not end may tell the connection that the answer goes over, which the servlet API has no
 * words for.
 */
public final class StreamConnection {

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
        response.action(ActionCode.CLOSE_NOW, null);
    }
}
