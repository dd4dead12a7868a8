package io.docket.acceptance;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Random;

/** Very many events, appended past the application as another process does it. */
final class BulkEvents {

    private static final int MOST_AT_ONCE = 2000;

    /** Under the lock, dense, and told to all with the commit. */
    private static final String APPEND = """
            insert into domain_event (global_index, event_identifier, aggregate_identifier, sequence_number, type,
                time_stamp, payload_type, payload_revision, payload, meta_data)
            select head.last + n, gen_random_uuid()::text, 'BULK-' || (head.last + n), 0, card.type, now(),
                card.payload_type, card.payload_revision,
                convert_to(replace(convert_from(card.payload, 'UTF8'), card.aggregate_identifier,
                    'BULK-' || (head.last + n)), 'UTF8'), card.meta_data
            from (select max(global_index) as last from domain_event) as head,
                (select * from domain_event where payload_type = 'docket.card.card-registered'
                    order by global_index fetch first 1 rows only) as card,
                generate_series(1, ?) as n""";

    private final Database database;

    private BulkEvents(Database database) {
        this.database = database;
    }

    /** Events as the registration of a card, which the application has to write first. */
    static BulkEvents like(DocketProcess process, Database database) {
        process.client("bank-channel")
                .post(
                        "/customer-order/card-replacements",
                        Map.of("card-id", "CARD-0002", "replacement-reason", "damaged-card"))
                .expect(202);
        return new BulkEvents(database);
    }

    /** Of four transactions one is rolled back. */
    void append(int events, int seed) {
        var chance = new Random(seed);
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement();
                PreparedStatement append = connection.prepareStatement(APPEND)) {
            connection.setAutoCommit(false);
            int left = events;
            while (left > 0) {
                int count = Math.min(left, 1 + chance.nextInt(MOST_AT_ONCE));
                statement.execute("select id from event_log_lock where id = 1 for update");
                append.setInt(1, count);
                append.execute();
                statement.execute("select pg_notify('docket_log', 'test')");
                if (chance.nextInt(4) == 0) {
                    connection.rollback();
                } else {
                    connection.commit();
                    left -= count;
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The position of the last event. */
    long head() {
        return Long.parseLong(
                database.query("select max(global_index) from domain_event").get(0));
    }
}
