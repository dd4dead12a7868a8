package io.docket.acceptance;

import io.docket.acceptance.Fault.Wired;
import io.docket.platform.testing.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Faults in turns, under writes in all contexts, over two processes: {@link Trial} says what must hold.
 *
 * <p>{@code -Ddocket.faults.seconds=90} makes it shorter than ten minutes, {@code -Ddocket.faults.only=silent,kill} takes
 * only the faults whose names contain one of these, and gives the processes equal names only if {@code equal} is among them.
 */
@Tag("long")
@Isolated
class FaultsIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("faults");

    private static final Duration LASTS = Duration.ofSeconds(Long.getLong("docket.faults.seconds", 600));

    private final Trial trial = new Trial(DOCKETS);

    @Test
    void twoProcessesOfTheSameNameOnPostgreSql() {
        try (PostgreSqlServer server = PostgreSqlServer.start()) {
            Database database = server.newDatabase();
            try (var wireOfA = Wire.to(database.port());
                    var wireOfB = Wire.to(database.port())) {
                DocketSettings settings = trial.settings(DOCKETS.newFolder());
                var a = new Wired(new Node("A", trial.launch(settings.on(database.by(wireOfA)))), wireOfA);
                var b = new Wired(new Node("B", trial.launch(settings.on(database.by(wireOfB)))), wireOfB);
                List<Node> nodes = List.of(a.node(), b.node());
                Set<String> before = StoredLog.in(database).markers();
                List<Fault> faults = new ArrayList<>(Fault.turns(a, b, server, database));
                faults.addAll(Fault.turns(b, a, server, database));

                String readings = trial.suffer(nodes, faults, LASTS);
                trial.stop(nodes);
                Database copy = server.copyOf(database);
                trial.check(database, before);
                trial.compare(
                        database,
                        copy,
                        settings.on(copy)
                                .with(
                                        "DOCKET_PRIVACY_MASTERKEYS",
                                        database.masterKeys().toString()));
                trial.report("two-processes", nodes, readings);
            }
        }
    }
}
