package io.docket.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.docket.common.api.Refusal;
import io.docket.platform.contract.Contract;
import io.docket.platform.errors.Errors;
import io.docket.platform.errors.Failure;
import io.docket.platform.refusals.RefusedRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RefusalLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger("docket.security");
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    private final Map<RefusedRequest, String> records = new HashMap<>();

    @BeforeEach
    void listen() {
        appender.list = new CopyOnWriteArrayList<>();
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(appender);
    }

    @Test
    void aFloodIsACount() throws Exception {
        try (var context = new AnnotationConfigApplicationContext(Contract.class)) {
            var log = new RefusalLog(context.getBean(Contract.class), records::put, 3, Duration.ofSeconds(5));
            for (int i = 0; i < 500; i++) {
                send(log, "/customers/BRVU00002/" + i, i % 5 == 0 ? 403 : 401);
            }
            send(log, "/", 200);

            assertThat(appender.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .hasSize(3)
                    .allSatisfy(line -> assertThat(line).doesNotContain("BRVU00002"));
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(appender.list)
                    .last()
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .isEqualTo("More refusals in PT5S, by status: {401=398, 403=99}"));
            send(log, "/", 401);
            assertThat(appender.list).hasSize(5);
        }
    }

    @Test
    void aRuleThatForbidsAChangeIsALineOfItsOwnKind() throws Exception {
        try (var context = new AnnotationConfigApplicationContext(Contract.class)) {
            var log = new RefusalLog(context.getBean(Contract.class), records::put, 1, Duration.ofMinutes(1));
            send(log, "/", 401);
            var request = new MockHttpServletRequest("PUT", "/v1/case/cases/WI0000000001");
            request.setAttribute(
                    Errors.FAILURE, Failure.of(Refusal.conflict("not-allowed-in-status", "It is closed.")));
            RefusalLog.comesFrom(request, "bank-agent");
            MDC.put("correlation-id", "c-1");
            send(log, request, 409);
            // A request with the same key is still running: no rule of a thing.
            send(log, new MockHttpServletRequest("PUT", "/v1/case/cases/WI0000000002"), 409);
        } finally {
            MDC.clear();
        }

        assertThat(appender.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "401 for an unknown path from client unknown: login refused",
                        "409 for PUT /v1/case/cases/{case-id} from client bank-agent: not-allowed-in-status");
        assertThat(records)
                .containsOnlyKeys(new RefusedRequest(
                        "bank-agent",
                        null,
                        null,
                        null,
                        "updateCase",
                        "PUT /v1/case/cases/{case-id}",
                        "WI0000000001",
                        409,
                        "not-allowed-in-status"))
                .containsValue("c-1");
    }

    private static void send(RefusalLog log, MockHttpServletRequest request, int status) throws Exception {
        log.doFilter(request, new MockHttpServletResponse(), (sent, response) -> ((MockHttpServletResponse) response)
                .setStatus(status));
    }

    private static void send(RefusalLog log, String path, int status) throws Exception {
        send(log, new MockHttpServletRequest("GET", path), status);
    }
}
