package io.docket.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.docket.platform.contract.Contract;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RefusalLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger("docket.security");
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

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
            var log = new RefusalLog(context.getBean(Contract.class), 3, Duration.ofSeconds(1));
            for (int i = 0; i < 500; i++) {
                send(log, "/customers/BRVU00002/" + i, i % 5 == 0 ? 403 : 401);
            }
            send(log, "/", 200);

            assertThat(appender.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .hasSize(3)
                    .allSatisfy(line -> assertThat(line).doesNotContain("BRVU00002"));
            await().untilAsserted(() -> assertThat(appender.list)
                    .last()
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .isEqualTo("More refusals in PT1S, by status: {401=398, 403=99}"));
            send(log, "/", 401);
            assertThat(appender.list).hasSize(5);
        }
    }

    private static void send(RefusalLog log, String path, int status) throws Exception {
        log.doFilter(
                new MockHttpServletRequest("GET", path),
                new MockHttpServletResponse(),
                (request, response) -> ((MockHttpServletResponse) response).setStatus(status));
    }
}
