package io.docket.platform.startup;

import io.docket.platform.contract.TokenIssuer;
import java.time.Duration;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** Says, at the end of the start, where to go, who may, and what to try. */
@Component
class StartupReport {

    private static final Logger LOG = LoggerFactory.getLogger(StartupReport.class);

    /** An application that has no reference pages has no such file. */
    private static final String PAGES = "swagger-ui/swagger-initializer.js";

    private final ObjectProvider<TokenIssuer> issuer;
    private int port;
    private int managementPort;

    StartupReport(ObjectProvider<TokenIssuer> issuer) {
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
        String pages =
                new ClassPathResource(PAGES).exists() ? "  Reference pages   " + address() + "/swagger-ui\n" : "";
        return "\n\n" + pages
                + """
                  OpenAPI document  {}/openapi.yaml
                  Health            {health}/actuator/health
                """.replace("{}", address())
                        .replace("{health}", address(managementPort == 0 ? port : managementPort));
    }

    private String whoMay() {
        return issuer.stream().map(found -> found.report(address())).collect(Collectors.joining());
    }

    private String address() {
        return address(port);
    }

    private static String address(int ofPort) {
        return "http://localhost:" + ofPort;
    }
}
