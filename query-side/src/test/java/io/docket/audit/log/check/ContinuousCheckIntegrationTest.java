package io.docket.audit.log.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.audit.log.AuditLogProperties;
import io.docket.audit.log.LogOnDatabase;
import io.docket.platform.testing.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class ContinuousCheckIntegrationTest {

    private static ContinuousCheck check(LogOnDatabase log) {
        return new ContinuousCheck(
                log.connections(),
                log.checkpoints,
                log.keys,
                log.alarm,
                log.duties(),
                new AuditLogProperties(null, List.of(), 100),
                new SimpleMeterRegistry());
    }

    private static void update(LogOnDatabase log, String sql) {
        log.database.jdbc().sql(sql).update();
    }

    @Test
    void itRaisesTheAlarmAndEndsItWhenAllIsWellAgain() {
        try (var log = new LogOnDatabase(Database.H2)) {
            log.append(1, 300);
            log.grow();
            ContinuousCheck check = check(log);
            check.checkAll();
            assertThat(log.alarm.health().getStatus()).isEqualTo(Status.UP);

            update(log, "update domain_event set payload = '7b7d' where global_index = 123");
            check.checkAll();
            assertThat(log.alarm.raised())
                    .containsExactly(java.util.Map.entry("check", "The event at position 123 is another one"));
            assertThat(log.alarm.health().getStatus()).isEqualTo(Status.DOWN);
            assertThat(log.alarm.health().getDetails()).containsKey("check");

            update(log, "delete from domain_event where global_index in (120, 121, 123)");
            check.checkAll();
            assertThat(log.alarm.raised()).containsValue("The event at position 120 is missing");

            log.append(120, 121);
            log.append(123, 123);
            check.checkAll();
            assertThat(log.alarm.raised()).isEmpty();
        }
    }

    @Test
    void anEmptyLogIsWell() {
        try (var log = new LogOnDatabase(Database.H2)) {
            check(log).checkAll();
            log.grow();
            check(log).checkAll();
            assertThat(log.alarm.raised()).isEmpty();
        }
    }
}
