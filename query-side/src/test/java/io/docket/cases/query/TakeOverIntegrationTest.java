package io.docket.cases.query;

import static io.docket.cases.query.CaseEvents.CLERK;
import static io.docket.cases.query.CaseEvents.caseId;
import static io.docket.cases.query.CaseEvents.complaint;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.cases.api.CaseState;
import io.docket.cases.api.event.CaseActivated;
import io.docket.common.api.Paging;
import io.docket.common.api.Version;
import io.docket.platform.eventstore.EventTypes;
import io.docket.platform.eventstore.StoredJson;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestApplication;
import io.docket.platform.testing.TestDatabase;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database of the version that had two projections, and two tables with documents, for each kind of aggregate. */
class TakeOverIntegrationTest {

    private static final String BEFORE = "21";

    private static final StoredJson JSON = StoredJson.of(EventTypes.scan("io.docket"));

    private static final List<String> FORMER_PROJECTIONS = List.of(
            "case-list",
            "case-history",
            "order-list",
            "order-history",
            "esim-order",
            "esim-order-history",
            "sales-lead",
            "sales-lead-history");

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatWasProjectedIsMadeAgainFromTheLog(Database kind) {
        try (TestDatabase database = TestDatabase.create(kind, BEFORE)) {
            append(database.jdbc(), 0, "docket.case.complaint-registered", complaint(1));
            append(database.jdbc(), 1, "docket.case.case-activated", new CaseActivated(caseId(1), CLERK));
            leaveWhatTheFormerVersionKept(database.jdbc());

            try (TestApplication application = TestApplication.start(database, CaseProjection.class)) {
                application.awaitProjections();

                CaseView found = application
                        .find(new FindCase(caseId(1)), CaseView.class)
                        .orElseThrow();
                assertThat(found.state()).isEqualTo(CaseState.ACTIVE);
                var all = new ListCases(
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        null,
                        null,
                        null,
                        Set.of("card"),
                        paging("case-id"),
                        false);
                assertThat(application.ask(all, CaseList.class).cases().items()).containsExactly(found);
                var history = new FindCaseHistory(caseId(1), found.version(), paging("version-num"));
                assertThat(application
                                .ask(history, CaseHistory.class)
                                .versions()
                                .items())
                        .extracting(Version::change)
                        .containsExactly("complaint-registered", "case-activated");
            }
            assertThat(names(database.jdbc(), "select processor_name from projection_position"))
                    .containsExactlyInAnyOrder("cases", "expire-proposals");
            assertThat(names(database.jdbc(), "select projection from projection_dead_letter"))
                    .containsExactly("another");
        }
    }

    private static void append(JdbcClient jdbc, int sequenceNumber, String type, Object event) {
        jdbc.sql("insert into domain_event (global_index, event_identifier, aggregate_identifier, sequence_number, "
                        + "type, time_stamp, payload_type, payload_revision, payload, meta_data) "
                        + "values (?, ?, ?, ?, 'Case', current_timestamp, ?, '1', ?, ?)")
                .params(
                        sequenceNumber + 1,
                        UUID.randomUUID().toString(),
                        caseId(1).value(),
                        sequenceNumber,
                        type,
                        JSON.serialize(event, byte[].class).getData(),
                        "{}".getBytes(UTF_8))
                .update();
    }

    private static Paging paging(String sortBy) {
        return new Paging(1, 100, sortBy, true);
    }

    private static List<String> names(JdbcClient jdbc, String query) {
        return jdbc.sql(query).query(String.class).list().stream()
                .filter(name -> !name.startsWith("__"))
                .toList();
    }

    private static void leaveWhatTheFormerVersionKept(JdbcClient jdbc) {
        jdbc.sql("insert into case_list values (?, 1, 2, 'case-activated', current_timestamp, 'Complaint', 'Card', "
                        + "'Active', 'Standard', 'C-1', current_timestamp, '{}')")
                .param(caseId(1).value())
                .update();
        jdbc.sql("insert into case_word values ('card', ?)")
                .param(caseId(1).value())
                .update();
        jdbc.sql("insert into case_history values (?, 0, 1, 'complaint-registered', current_timestamp, '{}')")
                .param(caseId(1).value())
                .update();
        for (String projection : FORMER_PROJECTIONS) {
            giveToken(jdbc, projection);
            holdUp(jdbc, projection);
        }
        giveToken(jdbc, "expire-proposals");
        holdUp(jdbc, "another");
    }

    private static void giveToken(JdbcClient jdbc, String projection) {
        jdbc.sql("insert into projection_token (processor_name, segment) values (?, 0)")
                .param(projection)
                .update();
    }

    private static void holdUp(JdbcClient jdbc, String projection) {
        jdbc.sql(
                        "insert into projection_dead_letter (dead_letter_id, projection, aggregate_id, sequence_number, position, "
                                + "event_identifier, event_type, cause, since, attempts, next_attempt) values (?, ?, ?, 1, 2, 'e', "
                                + "'docket.case.case-activated', 'none', current_timestamp, 0, current_timestamp)")
                .params(projection, projection, caseId(1).value())
                .update();
    }
}
