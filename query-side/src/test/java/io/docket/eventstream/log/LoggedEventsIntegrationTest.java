package io.docket.eventstream.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoggedEventsIntegrationTest {

    private static void add(TestDatabase database, int position, String name, String revision) {
        byte[] empty = "{}".getBytes(StandardCharsets.UTF_8);
        database.jdbc()
                .sql("insert into domain_event values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        position,
                        "e-" + position,
                        "a-" + position,
                        0,
                        "Case",
                        Instant.EPOCH.atOffset(ZoneOffset.UTC),
                        name,
                        revision,
                        empty,
                        empty)
                .update();
    }

    /** Of what is wanted: the same, whether it is read or in memory already. */
    private static List<Long> positions(LoggedEvents log, String... types) {
        EventFilter filter = EventFilter.of(Set.of(types), List.of(), null);
        List<Long> read = log.read(0, 10, filter, 10).events().stream()
                .map(LoggedEvent::position)
                .toList();
        assertThat(log.read(0, 10, EventFilter.ALL, 10).events().stream()
                        .filter(filter::wants)
                        .map(LoggedEvent::position))
                .containsExactlyElementsOf(read);
        return read;
    }

    /** As an older process reads while a newer one writes already. */
    @ParameterizedTest
    @EnumSource
    void aBeginningWantsTypesThatThisVersionDoesNotKnow(Database kind) {
        try (TestDatabase database = TestDatabase.create(kind)) {
            var log = new LoggedEvents(database.dataSource());
            add(database, 1, "docket.case.case-activated", "1");
            add(database, 2, "docket.case.case-activated", "2");
            add(database, 3, "docket.case.case-split", "1");
            add(database, 4, "docket.card.card-split", "1");
            String known = "docket.case.case-activated.v1";

            assertThat(positions(log, known)).containsExactly(1L);
            assertThat(positions(log, known, "docket.case.*")).containsExactly(1L, 2L, 3L);
            assertThat(positions(log, known, "docket.case.case-activated.v*")).containsExactly(1L, 2L);
            assertThat(positions(log, "docket.case.case-activated.*")).containsExactly(1L, 2L);
            assertThat(positions(log, "docket.case.case-activated.v2*")).containsExactly(2L);
            assertThat(positions(log, "docket.case.case-split.v*", "docket.card.*"))
                    .containsExactly(3L, 4L);
            assertThat(positions(log, known, "*")).containsExactly(1L, 2L, 3L, 4L);
            assertThat(positions(log)).containsExactly(1L, 2L, 3L, 4L);
        }
    }

    /** Positions of the pieces, up to one that is there. */
    private static List<Long> pieces(LoggedEvents log, long upTo, EventFilter filter) {
        List<Long> found = new ArrayList<>();
        long after = 0;
        while (after < upTo) {
            LoggedEvents.Piece piece = log.read(after, upTo, filter, 2);
            piece.events().forEach(event -> found.add(event.position()));
            assertThat(piece.through()).isGreaterThan(after);
            after = piece.through();
        }
        return found;
    }

    @ParameterizedTest
    @EnumSource
    void piecesLeaveNothingOutAroundHoles(Database kind) {
        try (TestDatabase database = TestDatabase.create(kind)) {
            var log = new LoggedEvents(database.dataSource());
            for (int position : new int[] {1, 2, 3, 9, 10, 11}) {
                add(database, position, "docket.case.case-split", "1");
            }

            assertThat(pieces(log, 11, EventFilter.ALL)).containsExactly(1L, 2L, 3L, 9L, 10L, 11L);
            assertThat(pieces(log, 10, EventFilter.ALL)).containsExactly(1L, 2L, 3L, 9L, 10L);
            assertThat(pieces(log, 11, EventFilter.of(Set.of(), List.of("cases"), null)))
                    .containsExactly(1L, 2L, 3L, 9L, 10L, 11L);
            // The tail does not know where the end is.
            LoggedEvents.Piece next = log.read(3, Long.MAX_VALUE, EventFilter.ALL, 2);
            assertThat(next.events()).extracting(LoggedEvent::position).containsExactly(9L, 10L);
            assertThat(next.through()).isEqualTo(10);
            assertThat(log.read(11, Long.MAX_VALUE, EventFilter.ALL, 2).through())
                    .isEqualTo(Long.MAX_VALUE);
        }
    }
}
