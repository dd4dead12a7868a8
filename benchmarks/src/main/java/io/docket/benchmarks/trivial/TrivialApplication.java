package io.docket.benchmarks.trivial;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The upper bound: no database, no security, one small document. */
@SpringBootApplication
public class TrivialApplication {

    /** Listens where {@code server.port} says. */
    public static void main(String[] arguments) {
        SpringApplication.run(TrivialApplication.class, arguments);
    }

    @RestController
    static class TrivialController {

        @GetMapping("/trivial")
        Map<String, String> trivial() {
            return Map.of("id", "WI0000497282", "created-record-status", "Accepted");
        }
    }
}
