package io.docket;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says, at the end of the start, where to go and what to try. */
@Component
class StartupReport {

    private static final Logger LOG = LoggerFactory.getLogger(StartupReport.class);

    private final boolean demo;
    private final String data;
    private final Environment environment;

    StartupReport(
            @Value("${docket.demo.enabled}") boolean demo,
            @Value("${docket.data}") String data,
            Environment environment) {
        this.demo = demo;
        this.data = data;
        this.environment = environment;
    }

    @EventListener(ApplicationReadyEvent.class)
    void report() {
        String address = "http://localhost:" + environment.getRequiredProperty("local.server.port");
        LOG.info("""
                Docket is ready.

                  Reference pages   {}/swagger-ui
                  OpenAPI document  {}/openapi.yaml
                  Health            {}/actuator/health
                  Data folder       {}
                """, address, address, address, data);
        if (demo) {
            LOG.info("""
                    Try it:

                      TOKEN=$(curl -s -u bank-channel:bank-channel-secret -d grant_type=client_credentials \\
                        {}/oauth2/token | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
                      curl -s -H "Authorization: Bearer $TOKEN" {}/v1/case/cases
                    """, address, address);
        }
    }
}
