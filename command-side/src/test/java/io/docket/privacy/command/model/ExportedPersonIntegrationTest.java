package io.docket.privacy.command.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.recordedlog.Effect;
import io.docket.platform.recordedlog.RecordedEvent;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.io.ClassPathResource;

class ExportedPersonIntegrationTest {

    private static final String EXPORT = "9a1d2b7e-6b9b-4f4f-9c1e-0f6d5a3b2c44";

    /** A database that has the event from a log of record may have the note or not, however often it looks. */
    @ParameterizedTest
    @EnumSource(Database.class)
    void isNotedOnceWhereverTheEventComesFrom(Database kind) throws IOException {
        try (TestDatabase database = TestDatabase.create(kind)) {
            var writer = new ExportedPerson();
            Effect effect = writer.of(event(Export.TYPE)).orElseThrow();

            assertThat(effect.name()).isEqualTo(writer.effect());
            for (int again = 0; again < 2; again++) {
                writer.write(database.jdbc(), 1, effect.data());
                assertThat(database.jdbc()
                                .sql("select person_id from person_record where aggregate_identifier = ? "
                                        + "and aggregate_type = 'Export'")
                                .param(EXPORT)
                                .query(Long.class)
                                .list())
                        .containsExactly(65L);
            }
            assertThat(writer.of(event("Erasure"))).isEmpty();
        }
    }

    private static RecordedEvent event(String aggregateType) throws IOException {
        byte[] payload = new ClassPathResource("event-samples/docket.export.personal-data-exported.v1.json")
                .getContentAsByteArray();
        return new RecordedEvent(
                "id",
                EXPORT,
                0,
                aggregateType,
                Instant.parse("2021-05-03T10:15:30Z"),
                "docket.export.personal-data-exported",
                "1",
                payload,
                new byte[0],
                List.of());
    }
}
