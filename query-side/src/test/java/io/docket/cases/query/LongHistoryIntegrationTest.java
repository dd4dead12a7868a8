package io.docket.cases.query;

import static io.docket.cases.query.CaseEvents.CLERK;
import static io.docket.cases.query.CaseEvents.caseId;
import static io.docket.cases.query.CaseEvents.complaint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.docket.cases.api.Attachment;
import io.docket.cases.api.CaseId;
import io.docket.cases.api.event.AttachmentAdded;
import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.common.api.Version;
import io.docket.platform.eventstore.StoredJson;
import io.docket.platform.projection.Changed;
import io.docket.platform.projection.HistoryTable;
import io.docket.platform.projection.Projected;
import io.docket.platform.testing.RunningProjection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A case to which documents with the longest names are attached, one after the other. */
class LongHistoryIntegrationTest extends RunningProjection {

    private static final CaseId ID = caseId(1);
    private static final int VERSIONS = 1200;

    LongHistoryIntegrationTest() {
        super(CaseProjection.class, CaseProjection.NAME, "case_history", "case_list", "case_word");
    }

    @Override
    protected void given() {
        List<Object> events = new ArrayList<>();
        events.add(complaint(1));
        for (int version = 1; version < VERSIONS; version++) {
            events.add(new AttachmentAdded(ID, attachment(version), CLERK));
        }
        application().publish("Case", ID.value(), 0, events.toArray());
    }

    private static Attachment attachment(long number) {
        return new Attachment("f-" + number, "\u20ac".repeat(500), null);
    }

    private CaseView find() {
        return application().find(new FindCase(ID), CaseView.class).orElseThrow();
    }

    private Page<Version<CaseView>> page(int number, int size, boolean ascending) {
        return application()
                .ask(
                        new FindCaseHistory(ID, VERSIONS - 1, new Paging(number, size, "version-num", ascending)),
                        CaseHistory.class)
                .versions();
    }

    private JdbcClient jdbc() {
        return application().bean(JdbcClient.class);
    }

    @Override
    protected Object everything() {
        return rows();
    }

    private List<String> rows() {
        return jdbc().sql("select version, position, document from case_history order by version")
                .query((row, number) -> row.getLong(1) + " " + row.getLong(2) + " " + row.getString(3))
                .list();
    }

    @ParameterizedTest
    @CsvSource({
        "1,   200, true,     0,  199",
        "2,   200, true,   200,  399",
        "12,  100, true,  1100, 1199",
        "8,   150, true,  1050, 1199",
        "11,  117, true,  1170, 1199",
        "1,     1, true,     0,    0",
        "200,   1, true,   199,  199",
        "201,   1, true,   200,  200",
        "1,   200, false, 1199, 1000",
        "6,   200, false,  199,    0",
        "9,   140, false,   79,    0"
    })
    void isReadInPagesFromWhereverOneBegins(int number, int size, boolean ascending, long first, long last) {
        Page<Version<CaseView>> page = page(number, size, ascending);

        assertThat(page.totalCount()).isEqualTo(VERSIONS);
        long[] versions = LongStream.rangeClosed(Math.min(first, last), Math.max(first, last))
                .map(version -> ascending ? version : first + last - version)
                .toArray();
        assertThat(page.items())
                .extracting(version -> version.view().version())
                .containsExactly(LongStream.of(versions).boxed().toArray(Long[]::new));
        assertThat(page.items()).allSatisfy(version -> {
            long sequence = version.view().version();
            assertThat(version.position()).isEqualTo(sequence + 1);
            assertThat(version.view().attachments())
                    .isEqualTo(LongStream.rangeClosed(1, sequence)
                            .mapToObj(LongHistoryIntegrationTest::attachment)
                            .toList());
        });
    }

    @Test
    void isReadFarInWithoutWhatCameLongBefore() {
        byte[] payload = jdbc().sql("select payload from domain_event where global_index = 990")
                .query(byte[].class)
                .single();
        jdbc().sql("update domain_event set payload = ? where global_index = 990")
                .param(new byte[0])
                .update();
        try {
            assertThat(page(12, 100, true).items()).hasSize(100);
            assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> page(10, 100, true));
        } finally {
            jdbc().sql("update domain_event set payload = ? where global_index = 990")
                    .param(payload)
                    .update();
        }
    }

    @Test
    void holdsTheWholeInEachTwoHundredthVersionAlone() {
        assertThat(jdbc().sql("select version from case_history where document is not null order by version")
                        .query(Long.class)
                        .list())
                .containsExactly(199L, 399L, 599L, 799L, 999L, 1199L);
        assertThat(find().attachments()).hasSize(VERSIONS - 1);
    }

    /** Another process has gone on with the case, and this one does not know it. */
    @Test
    void isNotSetBackByWhoeverKnowsOnlyItsBeginning() {
        var table = new HistoryTable<>(
                application().bean(DSLContext.class),
                application().bean(StoredJson.class),
                application().bean(EventStore.class),
                CaseView.class,
                "case_history",
                "case_id",
                new CaseEvolution());
        List<String> before = rows();
        CaseView view = find();
        for (long known : new long[] {VERSIONS - 2, 199, 0}) {
            var stale = new Projected<>(ID.value(), known, known, view);
            var next = new Projected<>(ID.value(), known + 1, known + 1, view);
            assertThatExceptionOfType(OptimisticLockingFailureException.class)
                    .isThrownBy(() -> table.write(List.of(new Changed<>(stale, List.of(next)))));
        }

        assertThat(rows()).isEqualTo(before);
    }
}
