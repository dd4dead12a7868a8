package io.docket;

import io.docket.authorization.DemoClients;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says, at the end of the start, where to go, who may, and what to try. */
@Component
class StartupReport {

    private static final Logger LOG = LoggerFactory.getLogger(StartupReport.class);

    private final ObjectProvider<DemoClients> demoClients;
    private final String issuer;
    private int port;
    private int managementPort;

    StartupReport(
            ObjectProvider<DemoClients> demoClients,
            @Value("${spring.security.oauth2.resourceserver.jwt.issuer-uri:}") String issuer) {
        this.demoClients = demoClients;
        this.issuer = issuer;
    }

    @EventListener
    void listening(WebServerInitializedEvent event) {
        if (event.getApplicationContext().getServerNamespace() == null) {
            port = event.getWebServer().getPort();
            LOG.info("Docket listens on port {}.", port);
        } else {
            managementPort = event.getWebServer().getPort();
            LOG.info("Health and metrics are on port {}.", managementPort);
        }
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        Duration taken = event.getTimeTaken();
        LOG.info(
                "Docket is ready. The start took {} s.{}",
                taken == null ? 0 : taken.toSeconds(),
                whereToGo() + whoMay());
    }

    private String whereToGo() {
        return """


                  Reference pages   {}/swagger-ui
                  OpenAPI document  {}/openapi.yaml
                  Health            {health}/actuator/health
                """.replace("{}", address()).replace("{health}", address(managementPort == 0 ? port : managementPort));
    }

    private String whoMay() {
        DemoClients clients = demoClients.getIfAvailable();
        if (clients == null) {
            return "  Tokens            those of " + issuer + "\n";
        }
        return """
                  Demo clients      {clients}
                                    Their secrets are public: the id followed by -secret. Not for production.

                Try it:

                  TOKEN=$(curl -s -u bank-channel:bank-channel-secret -d grant_type=client_credentials \\
                    {}/oauth2/token | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
                  curl -s -H "Authorization: Bearer $TOKEN" {}/v1/case/cases
                """.replace("{clients}", String.join(", ", clients.scopes().keySet()))
                .replace("{}", address());
    }

    private String address() {
        return address(port);
    }

    private static String address(int ofPort) {
        return "http://localhost:" + ofPort;
    }
}
