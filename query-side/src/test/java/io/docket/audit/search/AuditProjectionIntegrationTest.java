package io.docket.audit.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.audit.AuditedKinds;
import io.docket.cases.api.CaseId;
import io.docket.cases.api.Customer;
import io.docket.cases.api.Importance;
import io.docket.cases.api.Person;
import io.docket.cases.api.Registration;
import io.docket.cases.api.Reply;
import io.docket.cases.api.event.CaseActivated;
import io.docket.cases.api.event.CaseClosed;
import io.docket.cases.api.event.ComplaintRegistered;
import io.docket.cases.query.CaseProjection;
import io.docket.platform.audit.AuditedKind;
import io.docket.platform.testing.RunningProjection;
import io.docket.platform.testing.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

class AuditProjectionIntegrationTest extends RunningProjection {

    private static final Instant TIME = Instant.parse("2015-11-13T11:14:17.697Z");
    private static final Person CLERK = new Person(null, "Stevan.Kostoski");
    private static final int CASES = 5;

    AuditProjectionIntegrationTest() {
        super(Audited.class, AuditProjection.NAME, "audit_entry");
    }

    /** The projection, and the kind of the cases. */
    @Import({AuditProjection.class, AuditedKinds.class, CaseProjection.class})
    static class Audited {

        @Bean
        AuditedKind<?> cases(CaseProjection projection) {
            return new AuditedKind<>(
                    "cases",
                    "Case",
                    projection.batches().evolution(),
                    view -> view,
                    view -> List.of(view.registration().customer().id(), "OTHER"));
        }
    }

    private static CaseId id(int number) {
        return new CaseId("WI000000000" + number);
    }

    @Override
    protected void given() {
        for (int number = 0; number < CASES; number++) {
            CaseId id = id(number);
            var registration = new Registration(
                    CLERK,
                    new Customer("C" + number % 2, null, null),
                    "Complaint",
                    Importance.STANDARD,
                    null,
                    null,
                    null,
                    new Reply(null, null, null),
                    null);
            application()
                    .publish(
                            "Case",
                            id.value(),
                            0,
                            TIME.plusSeconds(number),
                            new ComplaintRegistered(id, registration),
                            new CaseActivated(id, CLERK),
                            new CaseClosed(id, CLERK));
        }
        JdbcClient jdbc = application().bean(JdbcClient.class);
        for (int number = 0; number < CASES; number++) {
            String hex = String.valueOf(number).repeat(64);
            jdbc.sql("insert into refused_request values (?, ?, ?, 1, 409, 'rule', 'op', 'PUT /x', ?, 'bank', 'who', "
                            + "null, null, 'c-" + number + "', 'd')")
                    .params(
                            hex,
                            TIME.plusSeconds(number).atOffset(java.time.ZoneOffset.UTC),
                            TIME.plusSeconds(number).atOffset(java.time.ZoneOffset.UTC),
                            id(number).value())
                    .update();
        }
    }

    @Override
    protected Object everything() {
        return search(null, null, null, 100).items();
    }

    private Findings search(
            @Nullable String customer, @Nullable String type, @Nullable Cursor after, int limit, RecordKind... kinds) {
        return application()
                .ask(
                        new SearchAudit(
                                Set.of(kinds),
                                null,
                                null,
                                null,
                                customer,
                                type,
                                null,
                                TIME,
                                TIME.plusSeconds(CASES),
                                after,
                                limit),
                        Findings.class);
    }

    private List<Finding> allInPagesOf(int size, @Nullable String customer) {
        List<Finding> all = new ArrayList<>();
        Findings page = search(customer, null, null, size);
        all.addAll(page.items());
        while (page.more()) {
            page = search(customer, null, all.get(all.size() - 1).place(), size);
            assertThat(page.items()).isNotEmpty();
            all.addAll(page.items());
        }
        return all;
    }

    @Test
    void everyRecordIsOnOnePageAndInOneOrderHoweverLongPagesAre() {
        List<Finding> all = search(null, null, null, 100).items();

        assertThat(all).hasSize(4 * CASES);
        assertThat(all).extracting(Finding::time).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        for (int size = 1; size <= 7; size++) {
            assertThat(allInPagesOf(size, null)).isEqualTo(all);
            assertThat(allInPagesOf(size, "C1"))
                    .isEqualTo(search("C1", null, null, 100).items());
        }
    }

    @Test
    void whoseItIsIsKnownOfEveryEventAndOfWhatWasRefused() {
        assertThat(search("C1", null, null, 100, RecordKind.EVENT).items())
                .hasSize(6)
                .allSatisfy(found -> assertThat(found.customer()).isEqualTo("C1"));
        assertThat(search("C1", null, null, 100, RecordKind.REFUSAL).items()).hasSize(2);
        assertThat(search("OTHER", null, null, 100, RecordKind.EVENT).items()).hasSize(3 * CASES);
        assertThat(search("OTHER", null, null, 100, RecordKind.REFUSAL).items()).hasSize(CASES);
    }

    @Test
    void aTypeIsThatOfAnEventOrAnOperation() {
        assertThat(search(null, "docket.case.case-closed", null, 100).items()).hasSize(CASES);
        assertThat(search(null, "op", null, 100).items()).hasSize(CASES);
        assertThat(search("C0", "docket.case.case-closed", null, 2).items()).hasSize(2);
    }

    /** Of a kind that nobody here has heard of: what happened, when, and who did it are no secrets of its payload. */
    @Test
    void anEventThatOnlyANewerVersionKnowsIsFoundAndHoldsNothingUp() {
        application()
                .bean(JdbcClient.class)
                .sql(
                        "insert into domain_event (global_index, event_identifier, aggregate_identifier, sequence_number, type, "
                                + "time_stamp, payload_type, payload_revision, payload, meta_data) select max(global_index) + 1, "
                                + "'newer', 'N-1', 0, 'Newer', ?, 'docket.newer.reviewed', '1', ?, ? from domain_event")
                .params(
                        TIME.atOffset(java.time.ZoneOffset.UTC),
                        "{}".getBytes(UTF_8),
                        "{\"actor\":\"bank-agent\"}".getBytes(UTF_8))
                .update();
        await().atMost(TestDatabase.PATIENCE).untilAsserted(() -> assertThat(
                        search(null, "docket.newer.reviewed", null, 100).items())
                .singleElement()
                .satisfies(found -> assertThat(found.actor()).isEqualTo("bank-agent")));
    }
}
