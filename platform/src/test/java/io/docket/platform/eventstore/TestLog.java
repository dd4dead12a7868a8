package io.docket.platform.eventstore;

import io.docket.platform.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;

/** The log of a test's database, which is the log of record. */
public final class TestLog {

    private TestLog() {}

    public static LogAccess of(TestDatabase database) {
        var appender = new EventAppender(database.dataSource(), new SimpleMeterRegistry(), null, List.of());
        return new LogAccess(AppenderNode.engine(database, appender), appender);
    }
}
