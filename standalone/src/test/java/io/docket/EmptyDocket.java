package io.docket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;

/** Gives the application a data folder of its own, and the demo clients without the demo cases. */
public final class EmptyDocket implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "data")), "docket-");
            Files.writeString(folder.resolve("cases.yaml"), "[]\n");
            try (var clients = new ClassPathResource("demo/clients.yaml").getInputStream()) {
                Files.copy(clients, folder.resolve("clients.yaml"));
            }
            TestPropertyValues.of("docket.data=" + folder.toAbsolutePath(), "docket.demo.location=" + folder.toUri())
                    .applyTo(context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
