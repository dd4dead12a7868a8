package io.docket;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts Docket. */
@SpringBootApplication
public class Docket {

    public static void main(String[] args) {
        EmbeddedDatabaseWatch.endProcessOnFailure();
        SpringApplication.run(Docket.class, args);
    }
}
