package io.docket.platform.recordedlog.axonserver;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.axoniq.axonserver.connector.AxonServerConnection;
import io.axoniq.axonserver.connector.AxonServerConnectionFactory;
import io.axoniq.axonserver.connector.impl.ServerAddress;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ConnectionLogTest {

    private static final int ATTEMPTS = 20;

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final ConnectionLog log = new ConnectionLog();

    @BeforeEach
    void listen() {
        appender.list = new CopyOnWriteArrayList<>();
        appender.start();
        root.addAppender(appender);
        log.afterPropertiesSet();
    }

    @AfterEach
    void stopListening() {
        log.destroy();
        root.detachAppender(appender);
    }

    @Test
    void whyThereIsNoConnectionIsALineHoweverOftenItIsTried() throws IOException {
        AxonServerConnectionFactory connections = AxonServerConnectionFactory.forClient("docket", "docket-test")
                .routingServers(new ServerAddress("localhost", portThatNobodyHas()))
                .reconnectInterval(10, TimeUnit.MILLISECONDS)
                .build();
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                AxonServerConnection connection = connections.connect("default");
                assertThat(connection.isConnected()).isFalse();
            }
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(lines())
                    .isNotEmpty());

            assertThat(appender.list).noneMatch(line -> line.getLoggerName().startsWith("io.axoniq"));
            assertThat(lines()).singleElement().satisfies(line -> assertThat(line)
                    .startsWith("Axon Server: ")
                    .contains("failed", "UNAVAILABLE"));
        } finally {
            connections.shutdown();
        }
    }

    private List<String> lines() {
        return appender.list.stream()
                .filter(line -> line.getLoggerName().equals(ConnectionLog.class.getName()))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static int portThatNobodyHas() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
