package io.docket.platform.projection.processing;

import static io.docket.platform.testing.TestDatabase.PATIENCE;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.database.NodeId;
import io.docket.platform.projection.TallyChanged;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestApplication;
import io.docket.platform.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Several processes on one database, each of which can work on the same four projections. */
class ProjectionSharesIntegrationTest {

    private static final List<String> PROJECTIONS = List.of("first", "second", "third", "fourth");

    /** Less than until a claim expires. */
    private static final Duration WHILE_IT_MOVES = Duration.ofSeconds(8);

    /** More than for how long a process is left nothing that was too slow. */
    private static final Duration UNTIL_EVEN = Duration.ofSeconds(60);

    private static final Duration BETWEEN_EVENTS = Duration.ofMillis(50);

    private final TestDatabase database = TestDatabase.create(Database.POSTGRESQL);
    private final JdbcClient jdbc = database.jdbc();

    private int published;

    ProjectionSharesIntegrationTest() {
        jdbc.sql("create table sighting (projection varchar(10), id varchar(36), primary key (projection, id))")
                .update();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private TestApplication start() {
        return TestApplication.start(database, First.class, Second.class, Third.class, Fourth.class);
    }

    private static String name(TestApplication application) {
        return application.bean(NodeId.class).value();
    }

    private void say(String process, Collection<String> projections, Instant heardAt) {
        jdbc.sql("insert into projection_worker (process, projections, heard_at) values (?, ?, cast(? as timestamptz))")
                .params(process, String.join(",", projections), heardAt.toString())
                .update();
    }

    private Map<String, String> owners() {
        Map<String, String> owners = new TreeMap<>();
        jdbc.sql("select processor_name, owner from projection_position where processor_name in (:projections) "
                        + "and owner is not null")
                .param("projections", PROJECTIONS)
                .query(row -> {
                    owners.put(row.getString("processor_name"), row.getString("owner"));
                });
        return owners;
    }

    private List<Long> shares() {
        return owners().values().stream().collect(groupingBy(owner -> owner, counting())).values().stream()
                .sorted()
                .toList();
    }

    /** While events come, each of which is read by way of every process before the next one comes. */
    private void awaitShares(List<TestApplication> processes, Long... shares) {
        await("shares of " + List.of(shares))
                .atMost(UNTIL_EVEN)
                .pollInterval(BETWEEN_EVENTS)
                .until(() -> {
                    publish(processes);
                    return shares().equals(List.of(shares));
                });
    }

    private void publish(List<TestApplication> processes) {
        processes.get(0).publish("Tally", UUID.randomUUID().toString(), 0, new TallyChanged(1));
        published++;
        long position = jdbc.sql("select max(global_index) from domain_event")
                .query(Long.class)
                .single();
        for (TestApplication process : processes) {
            for (String projection : PROJECTIONS) {
                assertThat(process.bean(ProjectionPositions.class).await(projection, position, WHILE_IT_MOVES))
                        .as("%s in time", projection)
                        .isTrue();
            }
        }
    }

    private void assertThatEachHasSeenAllOnce() {
        for (String projection : PROJECTIONS) {
            assertThat(jdbc.sql("select count(*) from sighting where projection = ?")
                            .param(projection)
                            .query(Integer.class)
                            .single())
                    .as(projection)
                    .isEqualTo(published);
        }
        assertThat(jdbc.sql("select cause from projection_dead_letter")
                        .query(String.class)
                        .list())
                .isEmpty();
    }

    @Test
    void processesThatJoinAndGoLeaveEachOtherEvenSharesWhileEventsAndReadsGoOn() {
        say("gone", PROJECTIONS, Instant.now().minusSeconds(30));
        say("of another side", List.of("another"), Instant.now().plus(Duration.ofDays(1)));
        try (var one = start()) {
            awaitShares(List.of(one), 4L);
            String nameOfThird;
            try (var other = start()) {
                try (var third = start()) {
                    awaitShares(List.of(one, other, third), 1L, 1L, 2L);
                    nameOfThird = name(third);
                    assertThat(owners().values()).containsOnly(name(one), name(other), nameOfThird);
                }
                assertThat(jdbc.sql("select process from projection_worker")
                                .query(String.class)
                                .list())
                        .contains(name(other))
                        .doesNotContain(nameOfThird);
                awaitShares(List.of(one, other), 2L, 2L);
            }
            awaitShares(List.of(one), 4L);
        }
        assertThatEachHasSeenAllOnce();
    }

    /** As one that was frozen a moment ago. */
    @Tag("long")
    @Test
    void whoDoesNotTakeWhatIsLeftToItKeepsReadersWaitingOnceAndForAMoment() {
        try (var one = start()) {
            awaitShares(List.of(one), 4L);
            say("frozen", PROJECTIONS, Instant.now().plus(Duration.ofDays(1)));
            await("what is left to it")
                    .atMost(PATIENCE)
                    .pollInterval(BETWEEN_EVENTS)
                    .until(() -> owners().containsValue("frozen"));

            publish(List.of(one));
            awaitShares(List.of(one), 4L);
            await("another look")
                    .during(Duration.ofSeconds(4))
                    .atMost(PATIENCE)
                    .pollInterval(BETWEEN_EVENTS)
                    .until(() -> shares().equals(List.of(4L)));
        }
        assertThatEachHasSeenAllOnce();
    }

    /** What each projection has seen. */
    abstract static class Sightings {

        private final JdbcClient jdbc;
        private final String projection;

        Sightings(JdbcClient jdbc, String projection) {
            this.jdbc = jdbc;
            this.projection = projection;
        }

        @EventHandler
        void on(TallyChanged event, DomainEventMessage<TallyChanged> message) {
            jdbc.sql("insert into sighting (projection, id) values (?, ?)")
                    .params(projection, message.getAggregateIdentifier())
                    .update();
        }
    }

    @ProcessingGroup("first")
    static final class First extends Sightings {

        First(JdbcClient jdbc) {
            super(jdbc, "first");
        }
    }

    @ProcessingGroup("second")
    static final class Second extends Sightings {

        Second(JdbcClient jdbc) {
            super(jdbc, "second");
        }
    }

    @ProcessingGroup("third")
    static final class Third extends Sightings {

        Third(JdbcClient jdbc) {
            super(jdbc, "third");
        }
    }

    @ProcessingGroup("fourth")
    static final class Fourth extends Sightings {

        Fourth(JdbcClient jdbc) {
            super(jdbc, "fourth");
        }
    }
}
