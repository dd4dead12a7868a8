package io.docket.salesleads.command.reference;

import io.docket.platform.limits.RequestLimit;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads how sales leads are handled, and limits how many a client may send. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SalesLeadProperties.class)
class SalesLeadConfiguration {

    @Bean
    RequestLimit salesLeadLimit(SalesLeadProperties properties) {
        return new RequestLimit("/2.5", properties.requestsPerMinute());
    }
}
