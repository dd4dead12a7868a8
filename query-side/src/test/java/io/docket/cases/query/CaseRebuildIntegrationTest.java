package io.docket.cases.query;

import static io.docket.cases.query.CaseEvents.CLERK;
import static io.docket.cases.query.CaseEvents.caseId;
import static io.docket.cases.query.CaseEvents.complaint;
import static io.docket.cases.query.CaseEvents.registration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.cases.api.Attachment;
import io.docket.cases.api.CaseId;
import io.docket.cases.api.Importance;
import io.docket.cases.api.event.AttachmentAdded;
import io.docket.cases.api.event.CaseActivated;
import io.docket.cases.api.event.CaseResolved;
import io.docket.cases.api.event.ResolutionChanged;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestApplication;
import io.docket.platform.testing.TestDatabase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Cases that are made anew in bulk are, row for row, what the live projection makes of them. */
class CaseRebuildIntegrationTest {

    private static final List<String> TABLES = List.of("case_history", "case_list", "case_word");

    private static final int CASES = 60;

    private final Random random = new Random(11);

    @ParameterizedTest
    @EnumSource(Database.class)
    void areTheSameRowForRow(Database kind) {
        try (TestDatabase database = TestDatabase.create(kind);
                TestApplication application = TestApplication.start(database, CaseProjection.class)) {
            JdbcClient jdbc = database.jdbc();
            publishAnything(application);
            application.awaitProjections();
            List<String> indexes = indexes(jdbc, kind);
            Map<String, List<Map<String, Object>>> live = rows(jdbc);
            jdbc.sql("update case_list set state = 'Closed'").update();
            jdbc.sql("delete from case_word").update();
            jdbc.sql("delete from case_history where version > 3").update();

            jdbc.sql(
                            "insert into projection_rebuild (rebuild_id, projection, stage, up_to, chunk_size, started_at) "
                                    + "select 'r-1', ?, 'ASKED_FOR', max(global_index) - 40, 50, current_timestamp from domain_event")
                    .param(CaseProjection.NAME)
                    .update();
            await().atMost(TestDatabase.PATIENCE)
                    .until(() -> jdbc.sql("select count(*) from projection_rebuild")
                                    .query(Long.class)
                                    .single()
                            == 0);

            assertThat(rows(jdbc)).isEqualTo(live);
            assertThat(indexes(jdbc, kind)).isEqualTo(indexes);
        }
    }

    /** One of them has more versions than there are between two whole documents. */
    private void publishAnything(TestApplication application) {
        long[] versions = new long[CASES];
        publish(application, versions, 0, complaint(0));
        publish(application, versions, 0, new CaseActivated(caseId(0), CLERK));
        for (int attached = 0; attached < 210; attached++) {
            publish(application, versions, 0, attachment(0, attached));
            if (attached % 3 == 0) {
                int number = 1 + random.nextInt(CASES - 1);
                publish(application, versions, number, anyEvent(number, versions[number]));
            }
        }
        for (int events = 0; events < 60; events++) {
            int number = 1 + random.nextInt(CASES - 1);
            publish(application, versions, number, anyEvent(number, versions[number]));
        }
    }

    private Object anyEvent(int number, long version) {
        CaseId id = caseId(number);
        if (version == 0) {
            String title = "Tab\there, line\nthere, \\N and \u20ac\ud83d\ude00 no. " + random.nextInt(50);
            return complaint(number, registration("C-" + random.nextInt(5), "Card", Importance.HIGH, title));
        }
        return switch ((int) (version % 4)) {
            case 1 -> new CaseActivated(id, CLERK);
            case 2 -> new CaseResolved(id, "Resolved with " + random.nextInt(9) + "\r\nthanks", CLERK);
            case 3 -> new ResolutionChanged(id, "Better \"words\"", CLERK);
            default -> attachment(number, (int) version);
        };
    }

    private static AttachmentAdded attachment(int number, int file) {
        return new AttachmentAdded(caseId(number), new Attachment("f-" + file, "A file", null), CLERK);
    }

    private static void publish(TestApplication application, long[] versions, int number, Object event) {
        application.publish("Case", caseId(number).value(), versions[number]++, event);
    }

    private static Map<String, List<Map<String, Object>>> rows(JdbcClient jdbc) {
        Map<String, List<Map<String, Object>>> rows = new TreeMap<>();
        for (String table : TABLES) {
            List<Map<String, Object>> sorted =
                    new ArrayList<>(jdbc.sql("select * from " + table).query().listOfRows());
            sorted.sort(Comparator.comparing(Object::toString));
            rows.put(table, sorted);
        }
        return rows;
    }

    private static List<String> indexes(JdbcClient jdbc, Database kind) {
        return jdbc.sql(
                        kind == Database.POSTGRESQL
                                ? "select indexdef from pg_indexes where schemaname = 'public' and tablename like 'case%' order by 1"
                                : "select index_name from information_schema.indexes where table_schema = 'public' "
                                        + "and table_name like 'case%' order by 1")
                .query(String.class)
                .list();
    }
}
