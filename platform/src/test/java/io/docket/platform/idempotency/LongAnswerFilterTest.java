package io.docket.platform.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.docket.platform.errors.TestErrors;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.apache.coyote.CloseNowException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class LongAnswerFilterTest {

    private static final FilterChain RECEIPT = (request, response) -> {
        ((HttpServletResponse) response).setHeader("Consistency-Token", "7");
        response.setContentLength(7);
        response.getOutputStream().write("receipt".getBytes(UTF_8));
    };

    /** What is done when an answer is written. */
    private interface Writing {
        void to(HttpServletResponse response) throws IOException, ServletException;
    }

    private static LongAnswerFilter filter(Writing writing) {
        return new LongAnswerFilter(
                List.of(new LongAnswer() {
                    @Override
                    public boolean answers(HttpServletRequest request) {
                        return request.getRequestURI().equals("/long");
                    }

                    @Override
                    public void write(byte[] receipt, HttpServletResponse response) throws IOException {
                        response.getOutputStream().write("all of ".getBytes(UTF_8));
                        response.getOutputStream().write(receipt);
                        try {
                            writing.to(response);
                        } catch (ServletException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                }),
                TestErrors.problems());
    }

    private static MockHttpServletResponse send(LongAnswerFilter filter, String path, FilterChain chain)
            throws IOException, ServletException {
        var response = new MockHttpServletResponse();
        filter.doFilter(new MockHttpServletRequest("POST", path), response, chain);
        return response;
    }

    @Test
    void theAnswerIsMadeOfTheReceipt() throws IOException, ServletException {
        MockHttpServletResponse answer = send(filter(response -> {}), "/long", RECEIPT);

        assertThat(answer.getContentAsString()).isEqualTo("all of receipt");
        assertThat(answer.getHeader("Consistency-Token")).isEqualTo("7");
        assertThat(answer.getHeader("Content-Length")).isNull();
    }

    @Test
    void whatIsNotLongOrWasRefusedIsAnsweredAsItIs() throws IOException, ServletException {
        LongAnswerFilter filter = filter(response -> {});

        assertThat(send(filter, "/short", RECEIPT).getContentAsString()).isEqualTo("receipt");
        MockHttpServletResponse refused = send(filter, "/long", (request, response) -> {
            ((HttpServletResponse) response).setStatus(404);
            response.getOutputStream().write("none".getBytes(UTF_8));
        });
        assertThat(refused.getStatus()).isEqualTo(404);
        assertThat(refused.getContentAsString()).isEqualTo("none");
    }

    @Test
    void whileOneIsWrittenAnotherHasToWait() throws IOException, ServletException {
        var meanwhile = new MockHttpServletResponse[1];
        var filter = new LongAnswerFilter[1];
        filter[0] = filter(response -> {
            if (meanwhile[0] == null) {
                meanwhile[0] = send(filter[0], "/long", RECEIPT);
            }
        });

        MockHttpServletResponse first = send(filter[0], "/long", RECEIPT);

        assertThat(first.getContentAsString()).isEqualTo("all of receipt");
        assertThat(meanwhile[0].getStatus()).isEqualTo(503);
        assertThat(meanwhile[0].getHeader("Retry-After")).isEqualTo("10");
        assertThat(send(filter[0], "/long", RECEIPT).getStatus()).isEqualTo(200);
    }

    @Test
    void oneThatCannotBeBroughtToItsEndIsCutOff() {
        LongAnswerFilter filter = filter(response -> {
            throw new IllegalStateException("The database is away");
        });

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(CloseNowException.class).isThrownBy(() -> send(filter, "/long", RECEIPT));
        }
    }
}
