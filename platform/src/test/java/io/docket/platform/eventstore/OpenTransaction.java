package io.docket.platform.eventstore;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A transaction of somebody else, open until it is told to end. */
final class OpenTransaction implements AutoCloseable {

    private final Connection connection;
    private final JdbcClient jdbc;

    OpenTransaction(DataSource dataSource) throws SQLException {
        connection = dataSource.getConnection();
        connection.setAutoCommit(false);
        jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    /** Takes the lock of the log. */
    void lock() {
        jdbc.sql("select id from event_log_lock where id = 1 for update")
                .query(Integer.class)
                .single();
    }

    /** Inserts an event behind the last one that is committed. */
    void insertNext(StoredEvent event) {
        jdbc.sql("""
                        insert into domain_event (global_index, event_identifier, aggregate_identifier,
                            sequence_number, type, time_stamp, payload_type, payload_revision, payload, meta_data)
                        select coalesce(max(global_index), 0) + 1, ?, ?, ?, 'Test', current_timestamp,
                            'docket.test.happened', '1', ?, ? from domain_event""")
                .params(
                        event.eventIdentifier(),
                        event.aggregateIdentifier(),
                        event.sequenceNumber(),
                        event.payload(),
                        event.metaData())
                .update();
    }

    void commit() throws SQLException {
        connection.commit();
    }

    /** Rolls back what is not committed. */
    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
        connection.close();
    }
}
