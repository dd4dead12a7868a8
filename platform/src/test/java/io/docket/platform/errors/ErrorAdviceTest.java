package io.docket.platform.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.servlet.i18n.FixedLocaleResolver;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(OutputCaptureExtension.class)
class ErrorAdviceTest {

    private final ErrorAdvice advice =
            new ErrorAdvice(new Errors(path -> new ProblemShape(), new FixedLocaleResolver(), JsonMapper.shared()));

    @Test
    void anOutageIsOneLineForAllRequests(CapturedOutput output) throws Exception {
        for (int i = 0; i < 100; i++) {
            var outage = new DataAccessException("SQL [select\n  document\n from case_list]", lost());
            assertThat(advice.on(outage, request()).getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        }

        assertThat(output.getAll().lines()).singleElement().asString().endsWith("Cannot answer now: Lost");
    }

    @Test
    void aFailureThatNobodyExpectedKeepsItsStackTrace(CapturedOutput output) throws Exception {
        assertThat(advice.on(new IllegalStateException("Never"), request()).getStatusCode())
                .isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);

        assertThat(output.getAll()).contains("Unexpected failure", "IllegalStateException: Never", "\tat ");
    }

    private static SQLException lost() {
        return new SQLException("Lost\nDetail: none", "08006");
    }

    private static MockHttpServletRequest request() {
        return new MockHttpServletRequest("GET", "/v1/case/cases");
    }
}
