package io.docket.platform.projection.rebuild;

import static io.docket.platform.projection.TallyProjection.LIMIT;
import static io.docket.platform.projection.TallyProjection.NAME;
import static io.docket.platform.projection.TallyProjection.POISON;
import static io.docket.platform.projection.TallyProjection.UNREADABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.docket.common.api.Paging;
import io.docket.platform.privacy.HeldData;
import io.docket.platform.projection.Projected;
import io.docket.platform.projection.TallyChanged;
import io.docket.platform.projection.TallyProjection;
import io.docket.platform.projection.faults.HeldUpAggregates;
import io.docket.platform.projection.processing.ProjectionPositions;
import io.docket.platform.projection.processing.ProjectionTokens;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestApplication;
import io.docket.platform.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
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
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A read model is made anew beside the one that is read. */
@ParameterizedClass
@EnumSource(Database.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class RebuildIntegrationTest {

    private static final int TALLIES = 40;

    /** Less than it takes until a lock is given up that somebody keeps. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(4);

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
        application.bean(Rebuilds.class).lookSoon();
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

    /** A process whose role may do all makes what a role with less rights reads. */
    @Test
    void belongsToTheRoleThatTheOtherBelongedTo() {
        assumeThat(kind).isEqualTo(Database.POSTGRESQL);
        publishSome(20);
        application.awaitProjections();
        jdbc.sql("create role reader_of_tallies").update();
        jdbc.sql("alter table tally owner to reader_of_tallies").update();

        askFor(10);
        awaitNoRebuild();

        assertThat(jdbc.sql("select tableowner from pg_tables where schemaname = 'public' and tablename = 'tally'")
                        .query(String.class)
                        .single())
                .isEqualTo("reader_of_tallies");
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
        application.bean(Rebuilds.class).lookSoon();
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
            assertThat(isReadInTime()).isTrue();
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
    void leavesDiscardedWhatIsHeldUpByTheSameEventAgain() {
        publish("poisoned-discarded", 1, POISON, 2);
        application.awaitProjections();
        // As after a retry that took in the events before it.
        jdbc.sql("update projection_dead_letter set event_identifier = 'an-earlier-one' where aggregate_id = ?")
                .param("poisoned-discarded")
                .update();
        HeldUpAggregates heldUp = application.bean(HeldUpAggregates.class);
        heldUp.page(NAME, false, new Paging(1, 200, "since", true)).items().stream()
                .filter(letter -> letter.aggregateId().equals("poisoned-discarded"))
                .forEach(letter -> assertThat(heldUp.discard(letter, "somebody", "of no use"))
                        .isTrue());

        askFor(20);
        awaitNoRebuild();

        assertThat(jdbc.sql("select discarded_by from projection_dead_letter where aggregate_id = ?")
                        .param("poisoned-discarded")
                        .query(String.class)
                        .list())
                .containsExactly("somebody");
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
            application.bean(Rebuilds.class).lookSoon();
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

    private Replay awaitEnd(String replay) {
        Replays replays = application.bean(Replays.class);
        await().atMost(TestDatabase.PATIENCE)
                .until(() -> replays.find(replay).orElseThrow().hasEnded());
        return replays.find(replay).orElseThrow();
    }

    @Test
    void isToldOfWhileItIsMadeAndAfterwards() {
        publishSome(20);
        application.awaitProjections();
        Replays replays = application.bean(Replays.class);
        replays.start("told", NAME, false, "somebody");

        Replay replay = awaitEnd("told");

        assertThat(replay.status()).isEqualTo(Replay.Status.COMPLETED);
        assertThat(replay.requestedBy()).isEqualTo("somebody");
        assertThat(replay.done()).isEqualTo(replay.total()).isEqualTo(count("domain_event"));
        assertThat(replay.begunAt()).isBetween(replay.requestedAt(), replay.endedAt());
        assertThat(replay.report()).isNull();
        assertThat(replays.page(new Paging(1, 20, "requested-at", false)).items())
                .contains(replay);
        assertThat(replays.isReplayable("another")).isFalse();
    }

    @Test
    void isComparedAndThrownAwayInADryRun() {
        publishSome(60);
        publish("tally-1", 1);
        publish("tally-2", 1);
        publish("tally-30", 1);
        application.awaitProjections();
        jdbc.sql("update tally set total = -7 where id = 'tally-1'").update();
        jdbc.sql("delete from tally where id = 'tally-2'").update();
        List<String> before = rows();

        application.bean(Replays.class).start("dry", NAME, true, "somebody");
        publish("tally-30", 1, 2, 3);
        Replay replay = awaitEnd("dry");

        assertThat(replay.status()).isEqualTo(Replay.Status.COMPLETED);
        JsonNode table =
                JsonMapper.shared().readTree(replay.report()).get("tables").get(0);
        assertThat(table.get("table").asString()).isEqualTo("tally");
        assertThat(table.get("made-rows").asLong())
                .isEqualTo(table.get("live-rows").asLong() + 1);
        assertThat(table.get("only-live").asLong()).isEqualTo(1);
        assertThat(table.get("only-made").asLong()).isEqualTo(2);
        assertThat(table.get("object-ids").toString()).isEqualTo("[\"tally-1\",\"tally-2\"]");
        assertThat(count("projection_rebuild")).isZero();
        application.awaitProjections();
        assertThat(rows()).as("the live ones go on").hasSameSizeAs(before);
        assertThat(tablesOfTallies()).isEqualTo(1);
        askFor(50);
        awaitNoRebuild();
    }

    private void holdByAnother() {
        jdbc.sql("update projection_position set owner = 'busy', time_stamp = '9999-01-01T00:00:00.000Z' "
                        + "where processor_name = ?")
                .param(NAME)
                .update();
    }

    private void letGoByAnother() {
        jdbc.sql("update projection_position set owner = null where owner = 'busy'")
                .update();
    }

    private long tablesOfTallies() {
        return jdbc.sql("select count(*) from information_schema.tables where lower(table_name) = 'tally'")
                .query(Long.class)
                .single();
    }

    /** Whoever works on the live one is not disturbed, or it would not come to where the other one is. */
    @Test
    void isComparedOnlyOnceTheLiveOneHasComeAsFar() {
        publishSome(20);
        askFor(50);
        awaitNoRebuild();
        holdByAnother();
        publishSome(20);

        application.bean(Replays.class).start("lagging", NAME, true, "somebody");
        await().atMost(TestDatabase.PATIENCE).until(() -> count("projection_rebuild where stage = 'FOLLOWING'") == 1);
        await().during(Duration.ofSeconds(1))
                .atMost(TestDatabase.PATIENCE)
                .until(() -> count("projection_position where owner = 'busy'") == 1);

        letGoByAnother();
        Replay replay = awaitEnd("lagging");
        assertThat(replay.status()).isEqualTo(Replay.Status.COMPLETED);
        JsonNode report = JsonMapper.shared().readTree(replay.report());
        assertThat(report.at("/tables/0/only-live").asLong())
                .as(replay.report())
                .isZero();
        assertThat(report.at("/tables/0/only-made").asLong()).isZero();
        application.awaitProjections();
    }

    /** Else a process that is gone, or late, would leave them for ever, or throw away those of the next one. */
    @Test
    void hasNotEndedWhileItsTablesAreThere() throws SQLException {
        assumeTrue(kind == Database.POSTGRESQL, "H2 has no lock that keeps a table from being dropped");
        publishSome(20);
        application.awaitProjections();
        holdByAnother();
        publishSome(5);
        Replays replays = application.bean(Replays.class);
        replays.start("kept", NAME, true, "somebody");
        await().atMost(TestDatabase.PATIENCE).until(() -> count("projection_rebuild where stage = 'FOLLOWING'") == 1);

        try (Connection reader = database.dataSource().getConnection();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("lock table public_rebuild.tally in access share mode");
            letGoByAnother();
            await().during(Duration.ofSeconds(2))
                    .atMost(TestDatabase.PATIENCE)
                    .until(() -> !replays.find("kept").orElseThrow().hasEnded());
            reader.rollback();
            reader.setAutoCommit(true);
        }

        assertThat(awaitEnd("kept").status()).isEqualTo(Replay.Status.COMPLETED);
        assertThat(tablesOfTallies()).isEqualTo(1);
        application.awaitProjections();
    }

    /** Whether somebody who reads what has just been written is not kept waiting. */
    private boolean isReadInTime() {
        publishSome(1);
        return application.bean(ProjectionPositions.class).await(NAME, count("domain_event"), MAX_WAIT);
    }

    /** As a backup does, which reads it for an hour; on H2, whoever has changed a row and is not done yet. */
    @Test
    void nobodyWaitsWhileSomebodyKeepsItFromBeingReplaced() throws SQLException {
        publishSome(20);
        publish("tally-busy", 1);
        application.awaitProjections();
        Replays replays = application.bean(Replays.class);
        var inTime = new AtomicBoolean(true);
        try (Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(
                    kind == Database.H2
                            ? "update tally set total = 1 where id = 'tally-busy'"
                            : "lock table tally in access share mode");
            replays.start("delayed", NAME, false, "somebody");
            await().atMost(TestDatabase.PATIENCE)
                    .until(() -> count("projection_rebuild where stage = 'FOLLOWING'") == 1);

            await().during(Duration.ofSeconds(5)).atMost(TestDatabase.PATIENCE).until(() -> {
                inTime.set(inTime.get() && isReadInTime());
                return inTime.get();
            });

            assertThat(replays.find("delayed").orElseThrow().hasEnded()).isFalse();
            other.rollback();
            other.setAutoCommit(true);
        }
        assertThat(awaitEnd("delayed").status()).isEqualTo(Replay.Status.COMPLETED);
        assertThat(isReadInTime()).isTrue();
        application.awaitProjections();
        List<String> made = rows();
        application.rebuild(NAME, "tally");
        assertThat(made).isEqualTo(rows());
    }

    /** The two are compared as they were at one moment, however much comes meanwhile. */
    @Test
    void isComparedWhileTheLiveOneGoesOn() {
        publishSome(50);
        application.awaitProjections();
        Replays replays = application.bean(Replays.class);
        askFor(50);
        awaitNoRebuild();
        replays.start("meanwhile", NAME, true, "somebody");
        for (boolean last = false; !last; ) {
            last = replays.find("meanwhile").orElseThrow().hasEnded();
            assertThat(isReadInTime()).isTrue();
        }

        Replay replay = awaitEnd("meanwhile");
        assertThat(replay.status()).isEqualTo(Replay.Status.COMPLETED);
        JsonNode report = JsonMapper.shared().readTree(replay.report());
        assertThat(report.at("/tables/0/only-live").asLong())
                .as(replay.report())
                .isZero();
        assertThat(report.at("/tables/0/only-made").asLong())
                .as(replay.report())
                .isZero();
    }

    /** Which held the live one, that would not come to where the other one is by now. */
    @Test
    void isComparedAlsoIfTheProcessThatWasAtItIsGone() {
        publishSome(20);
        application.awaitProjections();
        jdbc.sql("insert into projection_replay (replay_id, projection, dry_run, requested_by, requested_at, begun_at) "
                        + "values ('held', ?, true, 'somebody', current_timestamp, current_timestamp)")
                .param(NAME)
                .update();
        jdbc.sql("insert into projection_rebuild (rebuild_id, projection, stage, up_to, chunk_size, started_at, owner, "
                        + "heard_at, replay_id, dry_run) values ('r-held', ?, 'ASKED_FOR', 1, 10, current_timestamp, "
                        + "'gone', cast('9999-01-01 00:00:00Z' as timestamp with time zone), 'held', true)")
                .param(NAME)
                .update();
        application.bean(ProjectionTokens.class).hold(NAME);
        publishSome(20);
        while (count("domain_event") <= Successor.STEP + 1) {
            publishSome(20);
        }

        jdbc.sql("update projection_rebuild set heard_at = cast('2000-01-01 00:00:00Z' as timestamp with time zone) "
                        + "where rebuild_id = 'r-held'")
                .update();
        application.bean(Rebuilds.class).lookSoon();

        assertThat(awaitEnd("held").status()).isEqualTo(Replay.Status.COMPLETED);
        application.awaitProjections();
    }

    @Test
    void isOneAtATimeAndStopsWhenItIsCanceled() {
        publishSome(20);
        publish("unreadable", UNREADABLE);
        application.awaitProjections();
        List<String> before = rows();
        Replays replays = application.bean(Replays.class);
        application.bean(TallyProjection.class).unreadable(true);
        try {
            replays.start("canceled", NAME, false, "somebody");
            assertThatExceptionOfType(DuplicateKeyException.class)
                    .isThrownBy(() -> replays.start("second", NAME, true, "somebody"));
            assertThat(replays.find("second")).isEmpty();
            await().atMost(TestDatabase.PATIENCE)
                    .until(() -> replays.find("canceled").orElseThrow().status() == Replay.Status.RUNNING);

            assertThat(replays.cancel("canceled")).isTrue();

            assertThat(awaitEnd("canceled").status()).isEqualTo(Replay.Status.CANCELED);
        } finally {
            application.bean(TallyProjection.class).unreadable(false);
        }
        assertThat(replays.cancel("canceled")).isFalse();
        assertThat(rows()).isEqualTo(before);
        publishSome(3);
        application.awaitProjections();
        replays.start("again", NAME, false, "somebody");
        assertThat(awaitEnd("again").status()).isEqualTo(Replay.Status.COMPLETED);
    }

    /** Somebody was erased, and the process that is to begin anew has not heard yet that it was canceled. */
    @Test
    void isNotBegunAnewIfItWasCanceled() {
        jdbc.sql("insert into projection_rebuild (rebuild_id, projection, stage, up_to, chunk_size, started_at, "
                        + "replay_id) values ('r-late', 'late', 'FILLING', 1, 10, current_timestamp, 'late')")
                .update();
        RebuildRecords records = application.bean(RebuildRecords.class);
        Rebuild rebuild = records.find("late").orElseThrow();
        try {
            assertThat(application.bean(Replays.class).cancel("late")).isTrue();

            records.again(rebuild, 1);

            assertThat(records.claimCanceled(rebuild)).isTrue();
        } finally {
            jdbc.sql("delete from projection_rebuild where projection = 'late'").update();
        }
    }

    private void tamper(String tally) {
        jdbc.sql("update tally set total = -7 where id = ?").param(tally).update();
    }

    private List<String> tampered() {
        return jdbc.sql("select id from tally where total = -7 order by id")
                .query(String.class)
                .list();
    }

    /** A row that was changed by hand stays so, unless there has been an event. */
    @Test
    void fromAPositionOnWhatHasChangedSinceIsMadeAnewAndAllElseStaysAsItIs() {
        publishSome(60);
        publish("tally-3", 1);
        publish("tally-4", 1, 2);
        publish("tally-5", 1);
        application.awaitProjections();
        List<String> before = rows();
        long from = count("domain_event") + 1;
        publish("tally-4", 3);
        application.awaitProjections();
        List<String> right = rows();
        assertThat(right).isNotEqualTo(before);
        tamper("tally-3");
        tamper("tally-4");
        Replays replays = application.bean(Replays.class);

        replays.startFrom(from, "compared", NAME, true, "somebody");
        JsonNode report = JsonMapper.shared().readTree(awaitEnd("compared").report());
        assertThat(report.at("/tables/0/object-ids").toString()).isEqualTo("[\"tally-4\"]");
        assertThat(tampered()).containsExactly("tally-3", "tally-4");

        replays.startFrom(from, "since", NAME, false, "somebody");
        publish("tally-5", 1);
        Replay replay = awaitEnd("since");
        application.awaitProjections();

        assertThat(replay.status()).isEqualTo(Replay.Status.COMPLETED);
        assertThat(replay.from()).isEqualTo(from);
        assertThat(replay.done()).isEqualTo(replay.total()).isBetween(1L, 2L);
        assertThat(tampered()).containsExactly("tally-3");
        replays.start("all", NAME, false, "somebody");
        awaitEnd("all");
        assertThat(tampered()).isEmpty();
        assertThat(rows()).hasSameSizeAs(right);
    }

    /** The live tables do not have it, and cannot give it. */
    @Test
    void whatTheLiveTablesHaveNotTakenInIsMadeFromAnyPosition() {
        publishSome(20);
        application.awaitProjections();
        application.whileStopped(NAME, () -> {
            publish("tally-6", 1, 2, 3);
            publish("tally-7", 1);
            application.bean(Replays.class).startFrom(count("domain_event"), "behind", NAME, false, "somebody");
            assertThat(awaitEnd("behind").status()).isEqualTo(Replay.Status.COMPLETED);
        });
        List<String> made = rows();

        application.rebuild(NAME, "tally");

        assertThat(made).isEqualTo(rows());
    }

    @Test
    void whatIsHeldUpAndWhatTellsOfSomebodyErasedIsMadeFromAnyPosition() {
        publishSome(20);
        publishWhatIsHeldUp("ago");
        publish("tally-8", 1);
        publish("tally-9", 1);
        application.awaitProjections();
        List<String> before = rows("ago");
        List<String> letters = letters("ago");
        assertThat(letters).hasSize(2);
        jdbc.sql("insert into person (person_id, kind, erased_at) values (7, 'customer', current_timestamp)")
                .update();
        jdbc.sql("insert into person_record (aggregate_identifier, person_id, aggregate_type) "
                        + "values ('tally-9', 7, 'Tally')")
                .update();
        tamper("tally-9");
        publish("tally-8", 1);
        application.awaitProjections();

        application.bean(Replays.class).startFrom(count("domain_event"), "erased", NAME, false, "somebody");

        assertThat(awaitEnd("erased").status()).isEqualTo(Replay.Status.COMPLETED);
        assertThat(tampered()).isEmpty();
        assertThat(letters("ago")).isEqualTo(letters);
        assertThat(rows("ago")).hasSameSizeAs(before);
        application.bean(TallyProjection.class).mended(true);
        await().atMost(TestDatabase.PATIENCE).until(() -> letters("ago").size() == 1);
        application.bean(TallyProjection.class).mended(false);
    }

    /** More aggregates than are made together, and a process that is gone in the middle. */
    @Test
    void fromAPositionOnIsGoneOnWithByAnotherProcess() {
        publishSome(60);
        application.awaitProjections();
        List<String> before = rows();
        jdbc.sql("insert into projection_rebuild (rebuild_id, projection, stage, from_position, up_to, chunk_size, "
                        + "started_at, owner, heard_at) select 'r-since', ?, 'ASKED_FOR', 2, max(global_index), 3, "
                        + "current_timestamp, 'gone', cast('2000-01-01 00:00:00Z' as timestamp with time zone) "
                        + "from domain_event")
                .param(NAME)
                .update();
        application.bean(Rebuilds.class).lookSoon();
        awaitNoRebuild();

        assertThat(rows()).isEqualTo(before);
        assertThat(count("projection_rebuild_aggregate")).isZero();
    }

    /** The process that worked on it is gone, and was not at the first event. */
    @Test
    void isGoneOnWithByAnotherProcess() {
        publishSome(30);
        application.awaitProjections();
        List<String> before = rows();
        jdbc.sql("insert into projection_replay (replay_id, projection, dry_run, requested_by, requested_at, begun_at) "
                        + "values ('left', ?, false, 'somebody', current_timestamp, current_timestamp)")
                .param(NAME)
                .update();
        jdbc.sql("insert into projection_rebuild (rebuild_id, projection, stage, up_to, chunk_size, started_at, owner, "
                        + "heard_at, replay_id) select 'r-left', ?, 'ASKED_FOR', max(global_index), 10, "
                        + "current_timestamp, 'gone', cast('2000-01-01 00:00:00Z' as timestamp with time zone), 'left' "
                        + "from domain_event")
                .param(NAME)
                .update();
        application.bean(Rebuilds.class).lookSoon();

        assertThat(awaitEnd("left").status()).isEqualTo(Replay.Status.COMPLETED);
        assertThat(rows()).isEqualTo(before);
    }
}
