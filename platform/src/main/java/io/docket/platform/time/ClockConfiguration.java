package io.docket.platform.time;

import io.docket.platform.database.DatabaseTime;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ClockConfiguration {

    private static final Duration MILLISECOND = Duration.ofMillis(1);

    /** Whole milliseconds in UTC: what is stored, what is printed and what is compared are then the same. */
    @Bean
    @ConditionalOnMissingBean
    Clock clock(DatabaseTime time) {
        return Clock.tick(time.clock(), MILLISECOND);
    }
}
