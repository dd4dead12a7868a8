package io.docket.benchmarks.stock;

import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.messaging.StreamableMessageSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Axon with its JPA event store, as its guides set it up. */
@SpringBootApplication
public class StockApplication {

    /** Listens where {@code server.port} says, on the database of {@code spring.datasource.*}. */
    public static void main(String[] arguments) {
        SpringApplication.run(StockApplication.class, arguments);
    }

    /** From the first event on, but not as a replay: the framework's Jackson serializer cannot read the token of one. */
    @Bean
    ConfigurerModule processing() {
        return configurer -> configurer
                .eventProcessing()
                .registerTrackingEventProcessorConfiguration(
                        "cases", configuration -> TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
                                .andInitialTrackingToken(StreamableMessageSource::createTailToken));
    }
}
