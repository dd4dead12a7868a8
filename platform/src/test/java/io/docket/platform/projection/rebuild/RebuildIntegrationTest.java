package io.docket.platform.projection.rebuild;

import static io.docket.platform.projection.TallyProjection.LIMIT;
import static io.docket.platform.projection.TallyProjection.NAME;
import static io.docket.platform.projection.TallyProjection.POISON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.docket.platform.privacy.HeldData;
import io.docket.platform.projection.Projected;
import io.docket.platform.projection.TallyChanged;
import io.docket.platform.projection.TallyProjection;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestApplication;
import io.docket.platform.testing.TestDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A read model is made anew beside the one that is read. */
@ParameterizedClass
@EnumSource(Database.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class RebuildIntegrationTest {

    private static final int TALLIES = 40;

    @Parameter
    Database kind;

    private final Random random = new Random(7);
    private final Map<String, Long> versions = new HashMap<>();

    private TestDatabase database;
    private JdbcClient jdbc;
    private TestApplication application;

    @BeforeParameterizedClassInvocation
    void begin() {
        versions.clear();
        database = TestDatabase.create(kind);
        jdbc = database.jdbc();
        TallyProjection.createTable(jdbc);
        application = TestApplication.start(database, TallyProjection.class);
    }

    @AfterParameterizedClassInvocation
    void end() {
        application.close();
        database.close();
    }

    private void publish(String tally, int... amounts) {
        long known = versions.getOrDefault(tally, 0L);
        versions.put(tally, known + amounts.length);
        application.publish(
                "Tally",
                tally,
                known,
                IntStream.of(amounts).mapToObj(TallyChanged::new).toArray());
    }

    private void publishSome(int times) {
        for (int i = 0; i < times; i++) {
            publish("tally-" + random.nextInt(TALLIES), 1, random.nextInt(3), 2);
        }
    }

    /** In chunks of so many events. */
    private void askFor(int chunk) {
        jdbc.sql("insert into projection_rebuild (rebuild_id, projection, stage, up_to, chunk_size, started_at) "
                        + "select 'r-1', ?, 'ASKED_FOR', max(global_index), ?, current_timestamp from domain_event")
                .params(NAME, chunk)
                .update();
        application.bean(Rebuilds.class).start(NAME);
    }

    private void awaitNoRebuild() {
        await().atMost(TestDatabase.PATIENCE)
                .until(() -> count("projection_rebuild") == 0 && count("projection_rebuild_chunk") == 0);
    }

    private long count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    private List<String> rows() {
        return rows("none");
    }

    /** Without those that other tests have had held up. */
    private List<String> rows(String name) {
        return jdbc.sql(
                        "select id, version, position, total from tally where id like 'tally-%' or id like ? order by id")
                .param("%-" + name)
                .query((row, number) ->
                        row.getString(1) + " " + row.getLong(2) + " " + row.getLong(3) + " " + row.getLong(4))
                .list();
    }

    private List<String> letters(String name) {
        return jdbc.sql("select * from projection_dead_letter where aggregate_id like ? order by aggregate_id")
                .param("%-" + name)
                .query((row, number) -> row.getString("projection") + " " + row.getString("aggregate_id") + " "
                        + row.getLong("sequence_number") + " " + row.getLong("position") + " "
                        + row.getString("event_identifier") + " " + row.getString("event_type"))
                .list();
    }

    @Test
    void isWhatTheLogMakesOfIt() {
        publishSome(150);
        application.awaitProjections();
        List<String> before = rows();
        jdbc.sql("update tally set total = total - 1 where id like '%1'").update();
        jdbc.sql("delete from tally where id like '%2'").update();

        askFor(37);
        awaitNoRebuild();

        assertThat(rows()).isEqualTo(before);
        publishSome(5);
        application.awaitProjections();
        assertThat(rows()).isNotEqualTo(before).hasSizeGreaterThanOrEqualTo(before.size());
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .as("the key is there again")
                .isThrownBy(
                        () -> jdbc.sql("insert into tally select * from tally").update());
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .as("and so is the condition")
                .isThrownBy(() ->
                        jdbc.sql("update tally set total = " + (LIMIT + 1)).update());
    }

    /** The new tables, of which there are none here, would tell of somebody who has been erased since they were made. */
    @ParameterizedTest
    @ValueSource(strings = {"FILLING", "FOLLOWING"})
    void beginsAnewIfSomebodyWasErasedMeanwhile(String stage) {
        publishSome(20);
        application.awaitProjections();
        List<String> before = rows();
        jdbc.sql("update tally set total = total - 1 where id like '%1'").update();

        jdbc.sql(
                        "insert into projection_rebuild (rebuild_id, projection, stage, up_to, chunk_size, position, started_at, "
                                + "erasures) select 'r-1', ?, ?, max(global_index), 10, "
                                + (stage.equals("FILLING") ? "null" : "max(global_index)")
                                + ", current_timestamp, -1 from domain_event")
                .params(NAME, stage)
                .update();
        application.bean(Rebuilds.class).start(NAME);
        awaitNoRebuild();

        assertThat(rows()).isEqualTo(before);
    }

    /** A tally holds nothing of persons. */
    @Test
    void goesOnIfSomebodyWasErasedOfWhomItHoldsNothing() {
        publishSome(5);
        publish("tally-unreadable", TallyProjection.UNREADABLE);
        application.awaitProjections();
        List<String> before = rows();
        var projection = application.bean(TallyProjection.class);
        projection.unreadable(true);
        try {
            askFor(5);
            await().atMost(TestDatabase.PATIENCE)
                    .until(() -> count("projection_rebuild where stage = 'FILLING'") == 1
                            && count("projection_rebuild_chunk") > 0);
            jdbc.sql("update event_log_lock set erasures = erasures + 1").update();
            assertThat(application.bean(HeldData.class).isInUnfinishedTables()).isFalse();
        } finally {
            projection.unreadable(false);
        }
        await().atMost(TestDatabase.PATIENCE).until(() -> count("projection_rebuild where rebuild_id = 'r-1'") == 0);

        assertThat(count("projection_rebuild")).as("begun again").isZero();
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void isMadeWhileEventsComeAndAreRead() {
        publishSome(100);
        application.awaitProjections();
        var projection = application.bean(TallyProjection.class);
        var over = new AtomicBoolean();
        CompletableFuture<Integer> reading = CompletableFuture.supplyAsync(() -> readUntil(over, projection));

        askFor(11);
        for (int times = 0; count("projection_rebuild") > 0 || times < 20; times++) {
            publishSome(3);
        }
        application.awaitProjections();
        over.set(true);

        assertThat(reading.join()).isPositive();
        List<String> live = rows();
        application.rebuild(NAME, "tally");
        assertThat(live).isEqualTo(rows());
    }

    /** Nothing that has been seen is not there later. */
    private static int readUntil(AtomicBoolean over, TallyProjection projection) {
        List<String> ids = new ArrayList<>();
        for (int tally = 0; tally < TALLIES; tally++) {
            ids.add("tally-" + tally);
        }
        Map<String, Long> seen = new HashMap<>();
        int reads = 0;
        while (!over.get()) {
            Map<String, Projected<Integer>> found = projection.read(ids);
            assertThat(found.keySet()).containsAll(seen.keySet());
            found.forEach((id, row) -> {
                assertThat(row.version()).as(id).isGreaterThanOrEqualTo(seen.getOrDefault(id, 0L));
                seen.put(id, row.version());
            });
            reads++;
        }
        return reads;
    }

    private void publishWhatIsHeldUp(String name) {
        publish("poisoned-" + name, 1, POISON, 2);
        publish("excessive-" + name, 1, 2);
        publish("excessive-" + name, LIMIT, 4);
        publish("poisoned-" + name, 3);
    }

    @Test
    void holdsUpWhatTheLiveOneHoldsUp() {
        publishSome(20);
        publishWhatIsHeldUp("before");
        publishSome(20);
        application.awaitProjections();
        List<String> before = rows("before");
        List<String> letters = letters("before");
        assertThat(letters).hasSize(2);

        askFor(20);
        awaitNoRebuild();

        assertThat(rows("before")).isEqualTo(before);
        assertThat(letters("before")).isEqualTo(letters);
        application.bean(TallyProjection.class).mended(true);
        await().atMost(TestDatabase.PATIENCE).until(() -> letters("before").size() == 1);
        application.bean(TallyProjection.class).mended(false);
    }

    @Test
    void holdsUpWhatComesWhileItFollowsTheLog() {
        publishSome(10);
        application.awaitProjections();
        application.whileStopped(NAME, () -> {
            long bulk = jdbc.sql("select max(global_index) from domain_event")
                    .query(Long.class)
                    .single();
            publishWhatIsHeldUp("later");
            publishSome(10);
            jdbc.sql("insert into projection_rebuild (rebuild_id, projection, stage, up_to, chunk_size, started_at) "
                            + "values ('r-1', ?, 'ASKED_FOR', ?, 10, current_timestamp)")
                    .params(NAME, bulk)
                    .update();
            application.bean(Rebuilds.class).start(NAME);
            awaitNoRebuild();
        });

        List<String> made = rows("later");
        List<String> letters = letters("later");
        assertThat(letters).hasSize(2);
        jdbc.sql("delete from projection_dead_letter").update();
        application.rebuild(NAME, "tally");
        assertThat(made).isEqualTo(rows("later"));
        assertThat(letters).isEqualTo(letters("later"));
    }
}
