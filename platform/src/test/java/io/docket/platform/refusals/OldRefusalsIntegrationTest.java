package io.docket.platform.refusals;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

class OldRefusalsIntegrationTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private static void refuse(JdbcTemplate jdbc, String client, int first, int last) {
        for (int number = first; number <= last; number++) {
            OffsetDateTime time = NOW.minusSeconds(1000 - number).atOffset(ZoneOffset.UTC);
            jdbc.update(
                    "insert into refused_request values (?, ?, ?, 1, 409, 'rule', 'op', 'PUT /x', ?, ?, 'who', null, null, "
                            + "'c', 'd')",
                    client + number,
                    time,
                    time,
                    "WI" + number,
                    client);
        }
    }

    private static List<String> kept(JdbcTemplate jdbc, String client) {
        return jdbc.queryForList(
                "select object_id from refused_request where client = ? order by first_at", String.class, client);
    }

    private static void delete(JdbcTemplate jdbc, Duration keepFor, int keepAtMost) {
        new OldRefusals(jdbc, Clock.fixed(NOW, ZoneOffset.UTC), new RefusalSettings(keepFor, keepAtMost)).delete();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void nobodyWashesAwayWhatOthersWereRefused(Database kind) {
        try (TestDatabase database = TestDatabase.create(kind)) {
            var jdbc = new JdbcTemplate(database.dataSource());
            refuse(jdbc, "modest", 1, 2);
            refuse(jdbc, "usual", 3, 6);
            refuse(jdbc, "greedy", 7, 40);

            delete(jdbc, Duration.ofDays(1), 40);
            assertThat(kept(jdbc, "greedy")).hasSize(34);
            delete(jdbc, Duration.ofDays(1), 10);

            assertThat(kept(jdbc, "modest")).containsExactly("WI1", "WI2");
            assertThat(kept(jdbc, "usual")).containsExactly("WI3", "WI4", "WI5", "WI6");
            assertThat(kept(jdbc, "greedy")).containsExactly("WI37", "WI38", "WI39", "WI40");

            delete(jdbc, Duration.ofDays(1), 5);
            assertThat(kept(jdbc, "modest")).containsExactly("WI2");
            assertThat(kept(jdbc, "greedy")).containsExactly("WI40");

            delete(jdbc, Duration.ofSeconds(970), 5);
            assertThat(kept(jdbc, "modest")).isEmpty();
            assertThat(kept(jdbc, "greedy")).containsExactly("WI40");
        }
    }

    @Test
    void whoHasFewKeepsThemAndTheOthersShareTheRest() {
        assertThat(OldRefusals.share(List.of(2L, 4L, 34L), 10)).isEqualTo(4);
        assertThat(OldRefusals.share(List.of(900L, 1L, 900L), 101)).isEqualTo(50);
        assertThat(OldRefusals.share(List.of(5L, 5L), 10)).isEqualTo(10);
        assertThat(OldRefusals.share(List.of(5L, 5L, 5L), 2)).isEqualTo(1);
        assertThat(OldRefusals.share(List.of(), 2)).isEqualTo(2);
    }
}
