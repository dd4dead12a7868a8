package io.docket.eventstream.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

class TimeMarksIntegrationTest {

    private static final int EVENTS = 25_500;
    private static final int ODD_ONE = 15_000;
    private static final Instant BEGIN = Instant.parse("2015-11-13T00:00:00Z");

    /** A second after the one before; now and then one that waited for its commit; and one of a clock that was ahead. */
    private static Instant time(int position) {
        if (position == ODD_ONE) {
            return BEGIN.plusSeconds(EVENTS - 100);
        }
        return BEGIN.plusSeconds(position % 7 == 0 ? position - 90 : position);
    }

    private static List<Instant> times() {
        return Stream.iterate(1, position -> position <= EVENTS, position -> position + 1)
                .map(TimeMarksIntegrationTest::time)
                .toList();
    }

    private static void fill(TestDatabase database) {
        byte[] empty = "{}".getBytes(StandardCharsets.UTF_8);
        List<Object[]> rows = new ArrayList<>();
        for (int position = 1; position <= EVENTS; position++) {
            rows.add(new Object[] {
                position,
                "e-" + position,
                "a-" + position,
                0,
                "Case",
                time(position).atOffset(ZoneOffset.UTC),
                "t",
                "1",
                empty,
                empty
            });
        }
        new JdbcTemplate(database.dataSource())
                .batchUpdate("insert into domain_event values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows);
    }

    @ParameterizedTest
    @EnumSource
    void findsWhatALookAtAllEventsFinds(Database kind) {
        try (TestDatabase database = TestDatabase.create(kind)) {
            fill(database);
            var log = new LoggedEvents(database.dataSource());
            var marks = new TimeMarks(database.jdbc(), log);
            assertFound(marks);

            marks.extend();
            // As every process does.
            new TimeMarks(database.jdbc(), log).extend();

            assertThat(database.jdbc()
                            .sql("select position from event_time_mark order by position")
                            .query(Long.class)
                            .list())
                    .containsExactly(10_000L, 20_000L);
            assertFound(marks);
        }
    }

    private static void assertFound(TimeMarks marks) {
        List<Instant> times = times();
        for (Instant wanted : List.of(
                Instant.EPOCH,
                time(1),
                time(700),
                time(9_999),
                time(10_000).plus(Duration.ofMillis(1)),
                time(ODD_ONE - 1),
                time(ODD_ONE),
                time(ODD_ONE + 1),
                time(ODD_ONE + 5_000),
                time(EVENTS),
                time(EVENTS).plusSeconds(1))) {
            long expected =
                    times.stream().takeWhile(time -> time.isBefore(wanted)).count();
            assertThat(marks.before(wanted)).as("%s", wanted).isEqualTo(expected);
        }
    }
}
