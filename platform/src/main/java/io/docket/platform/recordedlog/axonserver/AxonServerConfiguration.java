package io.docket.platform.recordedlog.axonserver;

import io.docket.platform.privacy.Persons;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Axon Server as the log of record, where one is configured. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("docket.axon-server.address")
@EnableConfigurationProperties(AxonServerSettings.class)
class AxonServerConfiguration {

    @Bean
    static ConnectionLog connectionLog() {
        return new ConnectionLog();
    }

    @Bean
    AxonServerLog logOfRecord(AxonServerSettings settings, Clock clock, Persons persons) {
        return new AxonServerLog(settings, text -> persons.digest("log of record\n" + text), clock);
    }
}
