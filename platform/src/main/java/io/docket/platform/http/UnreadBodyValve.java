package io.docket.platform.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/** Closes the connections of requests that the container refuses before any filter, and whose bodies it would wait for. */
final class UnreadBodyValve extends ValveBase {

    UnreadBodyValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        // The connection of a bad request, whose length may be unreadable, is closed anyway.
        if (!request.isAsync()
                && response.getStatus() != HttpServletResponse.SC_BAD_REQUEST
                && BodyReception.isPending(request.getRequest())
                && !BodyReception.isBuffered(request.getRequest())) {
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }
}
