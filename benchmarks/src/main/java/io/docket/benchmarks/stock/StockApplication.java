package io.docket.benchmarks.stock;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Axon with its JPA event store, as its guides set it up. */
@SpringBootApplication
public class StockApplication {

    /** Listens where {@code server.port} says, on the database of {@code spring.datasource.*}. */
    public static void main(String[] arguments) {
        SpringApplication.run(StockApplication.class, arguments);
    }
}
