package io.docket.platform.projection.rebuild;

import static java.util.Objects.requireNonNull;

import io.docket.platform.database.LongStatements;
import io.docket.platform.projection.processing.EventFamilies.Concern;
import io.docket.platform.projection.processing.ProjectionTokens;
import io.docket.platform.projection.rebuild.tables.NextTables;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is made anew from a position on: the aggregates that have had an event since, those that are held up, and those that
 * hold data of somebody who was erased, whose rows may still tell of it. All others keep the rows that the live tables have.
 */
@Component
final class ChangedAggregates {

    /** So many are made together. */
    static final long CHUNK = 1000;

    private static final String NOTE = """
            insert into projection_rebuild_aggregate (rebuild_id, place, aggregate_id)
            select cast(? as varchar(36)), row_number() over (order by first_seen, aggregate_id) - 1, aggregate_id
              from (select aggregate_id, min(seen) as first_seen
                      from (select aggregate_identifier as aggregate_id, global_index as seen from domain_event
                             where global_index > ? and global_index <= ? and %s
                             union all select aggregate_id, 0 from projection_dead_letter where projection = ?
                             union all select r.aggregate_identifier, 0 from person_record r
                              join person p on p.person_id = r.person_id where p.erased_at is not null) as found
                     group by aggregate_id) as changed""";

    private final JdbcTemplate jdbc;
    private final DataSource patient;
    private final ProjectionTokens tokens;

    ChangedAggregates(DataSource dataSource, LongStatements longStatements, ProjectionTokens tokens) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.patient = longStatements.connections();
        this.tokens = tokens;
    }

    /**
     * Notes which they are, and takes over the rows of all others. The tables are there, and empty.
     *
     * @param letGo run when the live tables, which stand still for a moment, go on
     */
    <V> void prepare(Rebuild rebuild, View<V> view, NextTables next, Runnable letGo) {
        // A process that died in the middle of this has left them standing still.
        tokens.letGo(view.name());
        // What the live tables have not taken in, they do not have to give.
        long after = Math.min(requireNonNull(rebuild.from()) - 1, tokens.position(view.name()));
        note(rebuild, view.name(), view.concern(), after);
        try {
            tokens.hold(view.name());
            next.copy(view.table().tables(), rebuild.id(), () -> {
                tokens.letGo(view.name());
                letGo.run();
            });
        } finally {
            // The live tables go on, also if theirs cannot be copied.
            tokens.letGo(view.name());
        }
    }

    private void note(Rebuild rebuild, String projection, Concern concern, long after) {
        var writing = new JdbcTemplate(patient);
        List<Object> parameters = new ArrayList<>(List.of(rebuild.id(), after, rebuild.upTo()));
        parameters.addAll(concern.parameters());
        parameters.add(projection);
        new TransactionTemplate(new DataSourceTransactionManager(patient)).executeWithoutResult(status -> {
            // And of those that were given up.
            writing.update(
                    "delete from projection_rebuild_aggregate where rebuild_id = ? "
                            + "or rebuild_id not in (select rebuild_id from projection_rebuild)",
                    rebuild.id());
            int count = writing.update(NOTE.formatted(concern.condition()), parameters.toArray());
            if (writing.update("update projection_rebuild set aggregates = ? where rebuild_id = ?", count, rebuild.id())
                    == 0) {
                throw new RebuildRecords.LostException(rebuild);
            }
        });
    }

    /** Those from one place up to another, which is not one of them. */
    List<String> between(Rebuild rebuild, long from, long end) {
        return jdbc.queryForList(
                "select aggregate_id from projection_rebuild_aggregate where rebuild_id = ? and place >= ? and place < ? "
                        + "order by place",
                String.class,
                rebuild.id(),
                from,
                end);
    }

    /** All are made. */
    void forget(Rebuild rebuild) {
        new JdbcTemplate(patient).update("delete from projection_rebuild_aggregate where rebuild_id = ?", rebuild.id());
    }
}
