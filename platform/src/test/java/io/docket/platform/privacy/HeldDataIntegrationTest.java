package io.docket.platform.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.recordedlog.RecordedEvent;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.io.ClassPathResource;

class HeldDataIntegrationTest {

    private static final Instant TIME = Instant.parse("2021-05-03T10:15:30Z");

    /** The end of the key goes with the event also where the event comes from a database alone. */
    @Test
    void theEventOfAnErasureTellsWhoseKeyIsDestroyed() throws IOException {
        try (TestDatabase database = TestDatabase.create(Database.H2)) {
            var data = new HeldData(database.jdbc(), TestPersons.json(TestPersons.of(database)));
            byte[] sample =
                    new ClassPathResource("event-samples/docket.erasure.person-erased.v1.json").getContentAsByteArray();

            assertThat(data.of(event("docket.erasure.person-erased", sample)))
                    .contains(HeldData.destroyedKey(65, TIME));
            assertThat(data.of(event("docket.case.complaint-registered", sample)))
                    .isEmpty();
        }
    }

    /** What follows the end may have begun it again. */
    @ParameterizedTest
    @EnumSource(Database.class)
    void anAggregateHasEndedIfNothingFollowsItsEnd(Database kind) {
        try (TestDatabase database = TestDatabase.create(kind)) {
            append(database, 1, "open", 0, "begun");
            append(database, 2, "ended", 0, "begun");
            append(database, 3, "ended", 1, "closed");
            append(database, 4, "again", 0, "closed");
            append(database, 5, "again", 1, "reopened");
            append(database, 6, "others", 0, "canceled");
            var data = new HeldData(database.jdbc(), TestPersons.json(TestPersons.of(database)));
            List<HeldData.Held> held = Stream.of("open", "ended", "again")
                    .map(id -> new HeldData.Held(id, "Case"))
                    .toList();

            assertThat(data.endedBy(Set.of("closed", "canceled"), held)).containsExactly("ended");
            assertThat(data.endedBy(Set.of(), held)).isEmpty();
            assertThat(data.endedBy(Set.of("closed"), List.of())).isEmpty();
        }
    }

    private static void append(TestDatabase database, long position, String id, long sequenceNumber, String type) {
        database.jdbc()
                .sql("insert into domain_event (global_index, event_identifier, aggregate_identifier, sequence_number, "
                        + "type, time_stamp, payload_type, payload_revision, payload, meta_data) "
                        + "values (?, ?, ?, ?, 'Case', current_timestamp, ?, '1', ?, ?)")
                .params(position, "e-" + position, id, sequenceNumber, type, new byte[0], new byte[0])
                .update();
    }

    private static RecordedEvent event(String type, byte[] payload) {
        return new RecordedEvent("id", "erasure", 0, "Erasure", TIME, type, "1", payload, new byte[0], List.of());
    }
}
