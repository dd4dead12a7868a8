package io.docket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;

/** Gives the application a data folder of its own, and the demo data without demo cases and demo orders. */
public final class EmptyDocket implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "data")), "docket-");
            for (String file : List.of("cases.yaml", "card-orders.yaml", "esim-orders.yaml")) {
                Files.writeString(folder.resolve(file), "[]\n");
            }
            for (String file : List.of(
                    "clients.yaml",
                    "customers.yaml",
                    "arrangements.yaml",
                    "cards.yaml",
                    "esim-catalog.yaml",
                    "sales-offerings.yaml",
                    "sales-accesses.yaml")) {
                try (var content = new ClassPathResource("demo/" + file).getInputStream()) {
                    Files.copy(content, folder.resolve(file));
                }
            }
            TestPropertyValues.of(
                            "docket.data=" + folder.toAbsolutePath(),
                            "docket.demo.location=" + folder.toUri(),
                            "docket.simulators.port=0",
                            // One test changes an event for a moment.
                            "docket.audit.log.checked-per-second=1",
                            "docket.events.webhooks.allowed-networks=127.0.0.0/8",
                            // A machine that stands still for some seconds is no fault of whom it keeps waiting.
                            "docket.reads.max-wait=20s",
                            "docket.sales-leads.answer-within=10s",
                            "docket.cors.allowed-origins=https://bank.example,http://localhost:3000")
                    .applyTo(context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
