package io.docket.platform.projection;

import io.docket.platform.errors.UnavailableException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** The sum of each tally. It can be made to choke on an amount; its table refuses sums above {@link #LIMIT}. */
@ProcessingGroup(TallyProjection.NAME)
public class TallyProjection implements ProjectionTable<Integer>, Rebuildable {

    public static final String NAME = "tally";
    public static final int LIMIT = 1_000_000;

    /** An amount that it chokes on until it is {@link #mended}. */
    public static final int POISON = 666_666;

    public static final int UNREADABLE = 555;

    /** An amount that it never comes to the end of. */
    static final int ENDLESS = 777_777;

    private final BatchedProjection<Integer> batches;
    private final JdbcClient jdbc;
    private final List<Integer> writes = new CopyOnWriteArrayList<>();

    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger toFail = new AtomicInteger();

    private final AtomicInteger folded = new AtomicInteger();

    private volatile boolean mended;
    private volatile boolean unreadable;

    TallyProjection(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.batches = new BatchedProjection<>(this, this::after, transactions);
    }

    public static void createTable(JdbcClient jdbc) {
        jdbc.sql("create table tally (id varchar(36) primary key, version bigint, position bigint, "
                        + "total integer check (total <= " + LIMIT + "))")
                .update();
    }

    public void mended(boolean mended) {
        this.mended = mended;
    }

    /** Whether it cannot go on at {@link #UNREADABLE} for a reason that passes. */
    public void unreadable(boolean unreadable) {
        this.unreadable = unreadable;
    }

    /** How many events it has folded. */
    public int folded() {
        return folded.get();
    }

    /** How often the database has not let it read or write. */
    int failures() {
        return failures.get();
    }

    /** Has some writes fail with an {@link Error}. */
    void failNextWrites(int times) {
        toFail.set(times);
    }

    /** How many rows each of its writes wrote. */
    public List<Integer> writes() {
        return writes;
    }

    @EventHandler
    void on(TallyChanged event, DomainEventMessage<TallyChanged> message) {
        batches.apply(message);
    }

    @Override
    public BatchedProjection<Integer> batches() {
        return batches;
    }

    private Integer after(DomainEventMessage<?> event, @Nullable Integer before) {
        int amount = ((TallyChanged) event.getPayload()).amount();
        folded.incrementAndGet();
        if (amount == UNREADABLE && unreadable) {
            throw new UnavailableException("In this test");
        }
        if (amount == ENDLESS && !mended) {
            return after(event, before) + 1;
        }
        if (amount == POISON && !mended) {
            throw new IllegalArgumentException("Cannot count " + amount);
        }
        return (before == null ? 0 : before) + amount;
    }

    @QueryHandler
    Latest handle(FindTally query) {
        long last = jdbc.sql(
                        "select coalesce(max(sequence_number), -1) from domain_event where aggregate_identifier = ?")
                .param(query.id())
                .query(Long.class)
                .single();
        return new Latest(find(query.id()), last);
    }

    @QueryHandler
    Tally handle(ListTally query) {
        return find(query.id()).orElse(new Tally(-1, 0));
    }

    private Optional<Tally> find(String id) {
        return Optional.ofNullable(rows(List.of(id)).get(id)).map(row -> new Tally(row.version(), row.value()));
    }

    @Override
    public Map<String, Projected<Integer>> read(Collection<String> ids) {
        try {
            return rows(ids);
        } catch (DataAccessException e) {
            failures.incrementAndGet();
            throw e;
        }
    }

    private Map<String, Projected<Integer>> rows(Collection<String> ids) {
        Map<String, Projected<Integer>> found = new HashMap<>();
        jdbc.sql("select * from tally where id in (:ids)")
                .param("ids", ids)
                .query((row, number) -> projected(row))
                .list()
                .forEach(row -> found.put(row.id(), row));
        return found;
    }

    private static Projected<Integer> projected(ResultSet row) throws SQLException {
        return new Projected<>(
                row.getString("id"), row.getLong("version"), row.getLong("position"), row.getInt("total"));
    }

    @Override
    public List<TableRows<Integer>> tables() {
        return List.of(new TableRows<>(
                "tally",
                "id",
                List.of("id", "version", "position", "total"),
                (row, last) -> last
                        ? Stream.<@Nullable Object[]>of(
                                new Object[] {row.id(), row.version(), row.position(), row.value()})
                        : Stream.empty()));
    }

    @Override
    public void write(Collection<Changed<Integer>> changes) {
        if (toFail.getAndUpdate(times -> Math.max(0, times - 1)) > 0) {
            throw new NoClassDefFoundError("In this test");
        }
        for (Changed<Integer> change : changes) {
            Projected<Integer> row = change.after();
            jdbc.sql("delete from tally where id = ?").param(row.id()).update();
            jdbc.sql("insert into tally (id, version, position, total) values (?, ?, ?, ?)")
                    .params(row.id(), row.version(), row.position(), row.value())
                    .update();
        }
        writes.add(changes.size());
    }
}
