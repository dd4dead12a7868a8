package io.docket.benchmarks;

import io.docket.benchmarks.plain.PlainApplication;
import io.docket.benchmarks.stock.StockApplication;
import io.docket.benchmarks.trivial.TrivialApplication;
import org.jspecify.annotations.Nullable;

/** What is measured. */
enum Contender {
    PGBENCH("pgbench inserts", null, 0),
    DOCKET("Docket", null, 0),
    STOCK("stock Axon, JPA", StockApplication.class, 0),
    PLAIN("plain Spring Data, audit row", PlainApplication.class, 0),
    TRIVIAL("trivial endpoint", TrivialApplication.class, 0),
    DOCKET_1M("Docket, 1 million events", null, 1_000_000),
    DOCKET_10M("Docket, 10 million events", null, 10_000_000);

    final String title;

    /** Of this module; Docket is packaged, and pgbench installed. */
    final @Nullable Class<?> application;

    /** How many events are in the store before the first request. */
    final long events;

    Contender(String title, @Nullable Class<?> application, long events) {
        this.title = title;
        this.application = application;
        this.events = events;
    }

    /** Whether a library, by its file, is one that this module has and the application would not have. */
    boolean isForeign(String library) {
        return switch (this) {
            case PLAIN -> library.startsWith("axon-");
            case TRIVIAL -> library.matches("(axon|hibernate|spring-jdbc|HikariCP)-.*");
            default -> false;
        };
    }

    boolean isDocket() {
        return name().startsWith("DOCKET");
    }
}
