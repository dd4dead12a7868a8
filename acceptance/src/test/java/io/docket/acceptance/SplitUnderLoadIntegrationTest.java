package io.docket.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.http.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Two processes of each side under load that goes on through all that is done to them: they are replaced by a newer version
 * one after the other, killed, left without PostgreSQL, and backed up. In the end nothing is lost or doubled, and the backup
 * is as good as what it was taken of.
 *
 * <p>With {@code -Ddocket.before.command-side} and {@code -Ddocket.before.query-side} it begins with an older version, started by
 * these commands. Without, the version before is the same but for migrations.
 */
@Tag("fleet")
@TestMethodOrder(MethodOrderer.MethodName.class)
class SplitUnderLoadIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("split-under-load");

    private static final Duration CALM = Duration.ofSeconds(5);
    private static final Duration OUTAGE = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static PostgreSqlServer server;
    private static SplitFleet fleet;
    private static FleetLoad load;
    private static Auditor auditor;
    private static Path begin;
    private static @Nullable Kept kept;

    /**
     * A backup, and what the transparency log handed out around it.
     *
     * @param before a checkpoint over what the backup has
     * @param after a checkpoint over more
     * @param proof of the registration of a case
     */
    private record Kept(Backup backup, Path before, Path after, String caseId, Path proof) {}

    @BeforeAll
    static void start() {
        server = PostgreSqlServer.startInstalled(DOCKETS.newFolder());
        fleet = SplitFleet.start(DOCKETS, server.newDatabaseWithRoles(), UnaryOperator.identity());
        load = new FleetLoad(fleet, DOCKETS.newFolder());
        load.awaitAcknowledged(50);
        auditor = new Auditor(DOCKETS.newFolder(), fleet.front().anyone());
        begin = auditor.keepCheckpoint("begin.checkpoint", fleet.front().anyone());
    }

    @AfterAll
    static void stop() {
        load.close();
        fleet.close();
        server.close();
    }

    @Test
    void step1NoRequestFailsWhileEachProcessIsReplacedByOneOfANewerVersion() {
        fleet.front().expectUnbroken(true);
        int unknown = load.ledger().unknown();
        List<Integer> connections = load.analysts().readers().stream()
                .map(StreamReader::connections)
                .toList();
        fleet.upgrade();

        fleet.replaceAll();

        Duration lag = fleet.awaitShortLag();
        load.note("all processes replaced; a short lag after " + lag);
        load.requireNoProblems();
        assertThat(load.ledger().unknown()).isEqualTo(unknown);
        for (int stream = 0; stream < connections.size(); stream++) {
            assertThat(load.analysts().readers().get(stream).connections())
                    .as("a stream that goes on elsewhere")
                    .isGreaterThan(connections.get(stream));
        }
        assertThat(fleet.database()
                        .query("select table_name from information_schema.columns"
                                + " where column_name = 'of_newer_version'"))
                .hasSizeGreaterThan(30);
    }

    @Test
    void step2OthersTakeOverWhatKilledProcessesLeave() {
        fleet.front().expectUnbroken(false);
        fleet.stepBack();
        load.analysts().killScript();
        fleet.kill(fleet.command(0));
        fleet.launch(fleet.command(2)).awaitReady();
        let(CALM);
        fleet.awaitSpread();
        load.note("the process killed that had the cases; a short lag after " + fleet.killAndAwaitShortLag());
        load.analysts().killScript();
        fleet.launch(fleet.query(2)).awaitReady();
        // Started again in its place, as by a supervisor.
        fleet.launch(fleet.command(0)).awaitReady();
        fleet.kill(fleet.command(1));
        let(CALM);
        fleet.awaitShortLag();
        fleet.awaitSpread();
        load.note("one of each side killed, and others joined");
        load.requireNoProblems();
    }

    @Test
    void step3WithoutPostgreSqlRequestsAreToBeSentAgainAndAllGoesOnByItself() {
        fleet.querySide().forEach(DocketProcess::awaitReady);
        fleet.front().expectUnbroken(true);
        server.stop(PostgreSqlServer.Stop.FAST);
        long stopped = System.nanoTime();

        fleet.commandSide().forEach(process -> assertToBeSentAgain(load.tryToWrite(process)));
        fleet.querySide()
                .forEach(process -> assertToBeSentAgain(
                        fleet.client("bank-agent").at(process).get(Client.ROOT + "/cases?customer-id=OUTAGE")));
        assertToBeSentAgain(fleet.client("bank-agent").get(Client.ROOT + "/cases?customer-id=OUTAGE"));
        assertToBeSentAgain(fleet.client("bank-channel").complain("OUTAGE", "through the proxy"));
        let(OUTAGE.minusNanos(System.nanoTime() - stopped));
        server.startAgain();

        load.note("PostgreSQL back; a short lag after " + fleet.awaitShortLag());
        Stream.concat(fleet.commandSide().stream(), fleet.querySide().stream()).forEach(DocketProcess::awaitReady);
        load.awaitAcknowledged(50);
        fleet.awaitShortLag();
        load.requireNoProblems();
    }

    private static void assertToBeSentAgain(Answer answer) {
        answer.expect(503);
        assertThat(answer.header("Retry-After")).matches("\\d+");
    }

    @Test
    void step4ABackupIsTaken() {
        Client anyone = fleet.front().anyone();
        String caseId = load.ledger()
                .acknowledged()
                .filter(entry -> entry.deed().kind() == Deed.Kind.COMPLAINT)
                .findFirst()
                .map(complaint -> complaint.answer().text("id"))
                .orElseThrow();
        Path proof = auditor.keepProof("case.proof", fleet.client("auditor"), caseId);
        Path before = auditor.keepCheckpoint("before.checkpoint", anyone);

        Backup backup = Backup.of(fleet.database(), DOCKETS.newFolder());

        long head = StoredLog.in(fleet.database()).size();
        Path after = await("a checkpoint over what the backup lacks")
                .atMost(PATIENCE)
                .until(
                        () -> auditor.keepCheckpoint("after.checkpoint", anyone),
                        checkpoint -> Auditor.size(checkpoint) > head);
        kept = new Kept(backup, before, after, caseId, proof);
        load.requireNoProblems();
    }

    @Test
    void step5NothingIsLostOrDoneTwice() {
        load.end();
        load.note("the end");
        load.check();
        fleet.close();
        assertThat(load.ledger().acknowledged().count()).isGreaterThan(200);
    }

    @Test
    void step6TheBackupHasTheSameReadModelsAndProofs() {
        Kept of = requireNonNull(kept, "a backup");
        Database restored = server.newDatabaseWithRoles();
        of.backup.restoreInto(restored);
        Database madeAnew = server.newDatabaseWithRoles();
        of.backup.restoreInto(madeAnew);
        ReadModels.empty(madeAnew);
        DocketProcess process = launch(restored);
        DocketProcess other = launch(madeAnew);
        process.awaitReady();
        other.awaitReady();

        Client asAuditor = fleet.client("auditor").at(process);
        Path now = auditor.keepCheckpoint("restored.checkpoint", process.anyone());
        for (Path older : List.of(begin, of.before)) {
            assertThat(auditor.verifyConsistency(older, now, process, asAuditor))
                    .endsWith("exit 0");
            assertThat(auditor.verifyLog(restored, older)).endsWith("exit 0");
        }
        assertThat(auditor.verifyLog(restored, of.after)).doesNotEndWith("exit 0");
        assertThat(auditor.verifyProof(of.proof)).endsWith("exit 0");
        assertThat(auditor.verifyProof(auditor.keepProof("restored.proof", asAuditor, of.caseId)))
                .endsWith("exit 0");
        fleet.client("bank-agent").at(process).getCase(of.caseId).expect(200);

        assertThat(List.of(process.stop(), other.stop())).allMatch(status -> status == 0 || status == 143);
        var problems = new Problems();
        ReadModels.compare(restored, madeAnew, problems);
        assertThat(problems.isEmpty()).as(problems.toString()).isTrue();
        long head = StoredLog.in(restored).size();
        assertThat(head).isGreaterThanOrEqualTo(Auditor.size(of.before));
        assertThat(digestUpTo(head, restored)).isEqualTo(digestUpTo(head, fleet.database()));
    }

    /** A process of the query side on a restored database, with the credentials of the owner, as at an upgrade. */
    private static DocketProcess launch(Database restored) {
        SplitSides sides =
                new SplitSides(restored, fleet.sides().issuer(), fleet.sides().partners());
        return DOCKETS.launch(
                SplitSides.queryApplication(),
                sides.query(DOCKETS.newFolder(), 0)
                        .with("SPRING_FLYWAY_USER", restored.user())
                        .with("SPRING_FLYWAY_PASSWORD", restored.password())
                        .with(
                                "DOCKET_PRIVACY_MASTERKEYS",
                                fleet.database().masterKeys().toString()));
    }

    private static String digestUpTo(long position, Database database) {
        return database.query(
                        "select md5(string_agg(global_index || ' ' || event_identifier || ' ' || md5(payload) || ' '"
                                + " || md5(meta_data), ' ' order by global_index)) from domain_event where global_index <= "
                                + position)
                .get(0);
    }

    private static void let(Duration pass) {
        LockSupport.parkNanos(pass.toNanos());
    }
}
