package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.RunningAxonServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same promises, whatever runs: one process, several that do all, or several that do one half each. */
class TopologiesIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("topologies");

    private static final Duration UNTIL_SETTLED = Duration.ofSeconds(60);

    @Nested
    class StandaloneOnH2 extends EveryTopology {

        @Override
        Topology start() {
            return Topology.standalone(DOCKETS);
        }
    }

    @Nested
    class TwoStandaloneOnPostgreSql extends EveryTopology {

        @Override
        Topology start() {
            return Topology.twoStandalone(DOCKETS);
        }

        @Test
        void bothWorkOnProjections() {
            Database database = Objects.requireNonNull(docket().database());
            await("shares").atMost(UNTIL_SETTLED).untilAsserted(() -> assertThat(
                            database.query("select distinct owner from projection_position where owner is not null"))
                    .hasSize(2));
        }
    }

    @Nested
    class Split extends EveryTopology {

        /** What the sides share: the log, and what goes with it. */
        private static final Set<String> SHARED = Set.of(
                "domain_event",
                "snapshot_event",
                "event_log_lock",
                "encryption_of_older_events",
                "person",
                "person_record",
                "projection_position",
                "projection_failure",
                "automation",
                "projection_worker",
                "projection_dead_letter",
                "idempotency_record",
                "refused_request",
                "operator_action",
                "scrub_request",
                "flyway_schema_history");

        @Override
        Topology start() {
            return Topology.split(DOCKETS);
        }

        private Database as(String role) {
            Database database = Objects.requireNonNull(docket().database());
            return new Database(database.url(), role, role);
        }

        private List<String> readableBy(String role) {
            return as(role).query("select tablename from pg_tables where schemaname = 'public' "
                    + "and has_table_privilege(schemaname || '.' || tablename, 'select') order by tablename");
        }

        @Test
        void noRoleReadsTheTablesOfTheOtherSide() {
            List<String> command = new ArrayList<>(readableBy("docket_command"));
            List<String> query = new ArrayList<>(readableBy("docket_query"));
            assertThat(command).contains("task", "card_lane").doesNotContain("case_list", "audit_read");
            assertThat(query).contains("case_list", "audit_read").doesNotContain("task", "card_lane");
            command.retainAll(query);
            assertThat(SHARED).containsAll(command);

            assertThatThrownBy(() -> as("docket_command").query("select * from case_list"))
                    .hasStackTraceContaining("permission denied for table case_list");
            assertThatThrownBy(() -> as("docket_query").query("select * from task"))
                    .hasStackTraceContaining("permission denied for table task");
        }

        @Test
        void eachTableIsSomebodys() {
            Set<String> read = new HashSet<>(readableBy("docket_command"));
            read.addAll(readableBy("docket_query"));
            assertThat(as("docket_query").query("select tablename from pg_tables where schemaname = 'public'"))
                    .hasSizeGreaterThan(30)
                    .isSubsetOf(read);
        }

        @Test
        void neitherRoleChangesEventsAndTheQuerySideAppendsNone() {
            for (String role : List.of("docket_command", "docket_query")) {
                assertThatThrownBy(() -> as(role).execute(List.of("update domain_event set type = 'x'")))
                        .hasStackTraceContaining("permission denied for table domain_event");
                assertThatThrownBy(() -> as(role).execute(List.of("delete from domain_event")))
                        .hasStackTraceContaining("permission denied for table domain_event");
            }
            assertThatThrownBy(() ->
                            as("docket_query").execute(List.of("insert into domain_event select * from domain_event")))
                    .hasStackTraceContaining("permission denied for table domain_event");
        }

        /** Who comes by TLS is told to go on doing so, whatever else is answered. */
        @Test
        void whatIsForwardedIsBelievedOfTheProxyAlone() {
            Client command = docket().processes().get(0).anyone();
            Client query = docket().processes().get(1).anyone();
            assertThat(Stream.of(command, query, Client.withoutToken(docket().address())))
                    .extracting(client -> client.get("/operations/queues", "X-Forwarded-Proto", "https")
                            .expect(401)
                            .header("Strict-Transport-Security")
                            .isEmpty())
                    .as(
                            "of the proxy's address; of an address that is not the proxy's; of the proxy, a client's own words")
                    .containsExactly(false, true, true);
        }

        /** As of an ingress, which ends TLS. */
        @Test
        void whoStandsInFrontOfTheProxyIsBelievedWhereThatIsSaid() {
            int command = docket().processes().get(0).address().getPort();
            try (Proxy proxy = Proxy.start(
                    DOCKETS.newFolder(),
                    List.of(command),
                    List.of(command),
                    command,
                    Map.of("DOCKET_PROXY_FRONT", "127.0.0.0/8"))) {
                assertThat(Client.withoutToken(proxy.address())
                                .get(
                                        "/operations/queues",
                                        "X-Forwarded-For",
                                        "203.0.113.7",
                                        "X-Forwarded-Proto",
                                        "https")
                                .expect(401)
                                .header("Strict-Transport-Security"))
                        .isNotEmpty();
            }
        }

        /** The issuer lets an auditor in, who may see no queues. */
        @Test
        void whoComesToAPageOfTheCommandSideLogsInAndComesBackToIt() {
            var auditor = new Person(docket().address());
            for (String page : List.of("/console/operations/queues", "/console/operations/partners")) {
                HttpResponse<String> refused = auditor.open(page);
                assertThat(refused.statusCode()).isEqualTo(403);
                assertThat(refused.uri().getPath()).isEqualTo(page);
                assertThat(refused.body()).contains("Logged in as <strong>auditor</strong>");
            }
        }

        @Test
        void healthIsAskedOfEachProcessAndNotOfTheProxy() {
            Client anyone = Client.withoutToken(docket().address());
            for (String path : List.of("/actuator/health", "/%61ctuator/health", "/ACTUATOR/prometheus")) {
                anyone.get(path).expect(404);
            }
        }

        /** The one side works on no read model, the other on no automation. */
        @Test
        void eachSideWorksOnItsOwn() {
            Database database = Objects.requireNonNull(docket().database());
            String owners =
                    "select distinct owner from projection_position where owner is not null and processor_name ";
            String readModels = "in ('cases', 'card-orders', 'esim-orders', 'sales-leads', 'erasures', 'audit')";
            await("all claimed").atMost(UNTIL_SETTLED).untilAsserted(() -> {
                List<String> query = database.query(owners + readModels);
                List<String> command = database.query(owners + "not " + readModels);
                assertThat(query).isNotEmpty().doesNotContainAnyElementsOf(command);
                assertThat(command).isNotEmpty();
            });
        }

        /** Read models are scrubbed by the one side, and what is kept for repetitions by the other. */
        @Override
        void afterErasure(Client officer, String erasure) {
            await("its end")
                    .atMost(UNTIL_SETTLED)
                    .until(() -> officer.get(erasure).expect(200).text("status").equals("completed"));
            assertThat(officer.get(erasure).json().required("scrubbed").valueStream())
                    .extracting(place -> place.required("place").asString())
                    .contains("cases");
        }
    }

    /** The same, with the events in an Axon Server, where there is one. */
    @Nested
    class SplitWithAxonServer extends EveryTopology {

        @Override
        Topology start() {
            RunningAxonServer.Log log = RunningAxonServer.newLog();
            return Topology.split(DOCKETS, settings -> settings.recordedIn(log));
        }

        @Test
        void theCommandSideAloneKeepsEventsThere() {
            docket().client("bank-channel").complain("RECORDED", "A fee").expect(201);
            DocketProcess query = docket().processes().get(1);
            assertThat(query.output()).doesNotContain("cannot be appended");
            assertThat(query.anyone().get("/actuator/health/readiness").status())
                    .isEqualTo(200);
        }
    }
}
