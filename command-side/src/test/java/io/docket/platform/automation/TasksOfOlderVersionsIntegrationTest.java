package io.docket.platform.automation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasks that were noted when each queue had a table, and tables beside it, are taken over as they stand. */
@ParameterizedClass
@EnumSource(Database.class)
class TasksOfOlderVersionsIntegrationTest {

    private static final Instant DUE = Instant.parse("2026-01-02T03:04:05.678Z");

    private final TestDatabase database;

    TasksOfOlderVersionsIntegrationTest(Database kind) {
        database = TestDatabase.create(kind, "022");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void given(String sql, Object... parameters) {
        database.jdbc().sql(sql).params(parameters).update();
    }

    private void task(String table, String instance, Instant time) {
        given(
                "insert into " + table
                        + " (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat,"
                        + " consecutive_failures, version) values (?, ?, ?, true, 'node', ?, 3, 7)",
                table,
                instance,
                time.atOffset(ZoneOffset.UTC),
                time.atOffset(ZoneOffset.UTC));
    }

    private void order(String workItemId, String lane, String approvedAt) {
        given(
                "insert into card_system_order (work_item_id, lane, correlation_id, approved_at) values (?, ?, ?, "
                        + approvedAt + ")",
                workItemId,
                lane,
                "c-" + workItemId);
    }

    private void suspension(String workItemId, String lane, int suspension, boolean due) {
        given(
                "insert into card_suspension (work_item_id, lane, card_id, serial_number, customer_number,"
                        + " replacement_reason, correlation_id, failing, suspension, due)"
                        + " values (?, ?, ?, 'S', 'C', 'card-losses', ?, true, ?, ?)",
                workItemId,
                lane,
                lane,
                "c-" + workItemId,
                suspension,
                due);
    }

    /** By queue and instance: the time, and the data. */
    private Map<String, String> tasks() {
        Map<String, String> tasks = new TreeMap<>();
        database.jdbc()
                .sql("select * from task where not picked and picked_by is null and version = 1")
                .query(row -> {
                    tasks.put(
                            row.getString("task_name") + " " + row.getString("task_instance"),
                            row.getObject("execution_time", OffsetDateTime.class)
                                            .toInstant()
                                    + row.getString("task_data"));
                });
        return tasks;
    }

    @Test
    void proposalsExpireWithTheCorrelationIdOfTheirRequestIfItIsStillKnown() {
        order("WI0000000001", "CARD-1", "null");
        given("update card_system_order set correlation_id = 'a\"b\\c'");
        task("expire_proposal", "WI0000000001", DUE);
        task("expire_proposal", "WI0000000002", DUE);

        database.migrate();

        assertThat(tasks())
                .containsOnly(
                        Map.entry("expire_proposal WI0000000001", DUE + """
 {"correlation-id":"a\\"b\\\\c","data":{"work-item-id":"WI0000000001"}}"""),
                        Map.entry("expire_proposal WI0000000002", DUE + """
 {"correlation-id":"WI0000000002","data":{"work-item-id":"WI0000000002"}}"""));
    }

    @Test
    void esimOrdersAndLeadsGoOn() {
        given("insert into esim_fulfilment (order_id, correlation_id) values ('6f9e', 'c-1')");
        task("fulfil_esim_order", "6f9e", DUE);
        task("fulfil_esim_order", "done", DUE);
        given(
                "insert into sales_lead_on_its_way (lead_id, correlation_id, co_order_id, looks) values ('L-1', 'c-2', 'CO', 4)");
        task("send_sales_lead", "L-1", DUE.plusSeconds(60));
        task("follow_co_orders", "order-events", DUE);

        database.migrate();

        assertThat(tasks())
                .containsOnly(
                        Map.entry("fulfil_esim_order 6f9e", DUE + """
 {"correlation-id":"c-1","data":{"order-id":"6f9e"}}"""),
                        Map.entry("send_sales_lead L-1", DUE.plusSeconds(60) + """
 {"correlation-id":"c-2","data":{"lead-id":"L-1"}}"""));
        assertThat(database.jdbc()
                        .sql("select looks from sales_lead_on_its_way where co_order_id = 'CO'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(4);
    }

    @Test
    void theFirstOfEachLaneHasTheTurn() {
        order("WI0000000001", "CARD-1", "20");
        order("WI0000000002", "CARD-1", "10");
        order("WI0000000003", "CARD-2", "30");
        order("WI0000000004", "CARD-3", "null");
        task("send_to_card_system", "WI0000000001", DUE);
        task("send_to_card_system", "WI0000000002", DUE.plusSeconds(8));
        task("send_to_card_system", "WI0000000003", DUE);
        suspension("WI0000000005", "CARD-2", 1, true);
        task("suspend_lost_card", "WI0000000005", DUE.plusSeconds(2));
        suspension("WI0000000006", "CARD-3", 4, false);
        task("suspend_lost_card", "WI0000000006", DUE.plusSeconds(3600));

        database.migrate();

        Map<String, String> turns = new TreeMap<>();
        database.jdbc()
                .sql("select lane, kind, work_item_id, turn from card_lane where not calling")
                .query(row -> {
                    turns.put(row.getString("lane"), row.getString("work_item_id") + "-" + row.getString("turn"));
                });
        long timer = database.jdbc()
                .sql("select timer from card_suspension where work_item_id = 'WI0000000006'")
                .query(Long.class)
                .single();
        assertThat(turns).containsOnlyKeys("CARD-1", "CARD-2");
        String first = requireNonNull(turns.get("CARD-1"));
        String second = requireNonNull(turns.get("CARD-2"));
        assertThat(first).startsWith("WI0000000002-");
        assertThat(second).startsWith("WI0000000005-");
        assertThat(tasks())
                .containsOnly(
                        Map.entry("send_to_card_system " + first, DUE.plusSeconds(8) + turn("CARD-1", first)),
                        Map.entry("suspend_lost_card " + second, DUE.plusSeconds(2) + turn("CARD-2", second)),
                        Map.entry(
                                "suspend_lost_card WI0000000006-" + timer,
                                DUE.plusSeconds(3600) + turn("CARD-3", "WI0000000006-" + timer)));
        assertThat(turns.values()).doesNotContain("WI0000000006-" + timer);
    }

    private static String turn(String lane, String turn) {
        String[] parts = turn.split("-", 2);
        return "{\"correlation-id\":\"c-" + parts[0] + "\",\"data\":{\"lane\":\"" + lane + "\",\"work-item-id\":\""
                + parts[0] + "\",\"number\":" + parts[1] + "}}";
    }
}
