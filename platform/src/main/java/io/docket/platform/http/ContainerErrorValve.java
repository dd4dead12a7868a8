package io.docket.platform.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.util.UUID;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Writes a problem document where Tomcat would write a page, as for a request line that it cannot read; and closes the
 * connections of requests that it refuses before any filter, and whose bodies it would wait for. The first that sees a
 * request.
 */
public final class ContainerErrorValve extends ErrorReportValve {

    private static final String CORRELATION_ID = "X-Correlation-ID";
    private static final int FIRST_ERROR = 400;

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        BodyReception.observe(request);
        StreamConnection.offer(request);
        super.invoke(request, response);
        // The connection of a bad request, whose length may be unreadable, is closed anyway.
        if (!request.isAsync()
                && response.getStatus() != HttpServletResponse.SC_BAD_REQUEST
                && BodyReception.isPending(request.getRequest())
                && !BodyReception.isBuffered(request.getRequest())) {
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        HttpStatus status = HttpStatus.resolve(response.getStatus());
        if (status == null || status.value() < FIRST_ERROR || response.getContentWritten() > 0) {
            return;
        }
        if (!response.setErrorReported()) {
            return;
        }
        try {
            if (response.getHeader(CORRELATION_ID) == null) {
                response.setHeader(CORRELATION_ID, UUID.randomUUID().toString());
            }
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setCharacterEncoding("UTF-8");
            Writer writer = response.getReporter();
            if (writer != null) {
                writer.write("{\"title\":\"" + status.getReasonPhrase() + "\",\"status\":" + status.value() + "}");
                response.finishResponse();
            }
        } catch (IOException e) {
            container.getLogger().debug("The client is gone", e);
        }
    }
}
