package io.docket.audit.log.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.audit.log.Duties;
import io.docket.audit.log.LogDatabase;
import io.docket.audit.log.LogOnDatabase;
import io.docket.platform.testing.Database;
import io.docket.tlog.note.SignedNote;
import io.docket.tlog.note.SignerKey;
import io.docket.witness.WitnessServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class WitnessedLogIntegrationTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final SignerKey key = SignerKey.generateForCosignatures("witness.example");
    private final LogOnDatabase log = new LogOnDatabase(Database.H2);

    private WitnessServer witness;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        witness = WitnessServer.start(0, key, List.of(log.key().verifier()), folder, Clock.systemUTC());
        log.append(1, 300);
        log.grow();
    }

    @AfterEach
    void stop() {
        witness.close();
        log.close();
    }

    private WitnessedLog witnessed() {
        return witnessed(witness.port(), LIMIT);
    }

    private WitnessedLog witnessed(int port, Duration limit) {
        return witnessed(port, limit, log.duties(), log.connections());
    }

    private WitnessedLog witnessed(int port, Duration limit, Duties duties, LogDatabase connections) {
        URI address = URI.create("http://localhost:" + port);
        return new WitnessedLog(
                key.verifier(),
                new WitnessConnection(address, key.verifier(), limit),
                log.checkpoints,
                log.keys,
                duties,
                log.alarm,
                connections);
    }

    private void assertCosigned(int size) {
        SignedNote handedOut = log.current();
        assertThat(handedOut.text()).startsWith("log.example\n" + size + "\n");
        assertThat(handedOut.signedBy(List.of(key.verifier(), log.key().verifier())))
                .hasSize(2);
    }

    @Test
    void eachNewCheckpointIsCosigned() {
        WitnessedLog witnessed = witnessed();
        witnessed.round();
        assertCosigned(300);
        witnessed.round();

        log.append(301, 700);
        log.grow();
        witnessed.round();
        assertCosigned(700);
        assertThat(log.alarm.raised()).isEmpty();
    }

    @Test
    void aWitnessThatHasSeenMoreThanWeRememberTellsWhereItIs() {
        witnessed().round();
        log.database.jdbc().sql("delete from log_cosignature").update();
        log.append(301, 310);
        log.grow();

        witnessed().round();

        assertCosigned(310);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anotherProcessThatHasANewerOneCosignedMeanwhileIsNoAlarm(boolean beforeTheDutyIsTaken) {
        var begun = new AtomicBoolean();
        Runnable another = () -> {
            if (begun.compareAndSet(false, true)) {
                log.append(301, 310);
                log.grow();
                freeDuties();
                witnessed().round();
            }
        };
        WitnessedLog late = beforeTheDutyIsTaken
                ? witnessed(witness.port(), LIMIT, log.duties(clockThat(another)), log.connections())
                : witnessed(witness.port(), LIMIT, log.duties(), log.connections(dataSourceThat(another)));

        late.round();

        assertCosigned(310);
        assertThat(log.alarm.raised()).isEmpty();
    }

    private static Clock clockThat(Runnable runs) {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                runs.run();
                return Instant.now();
            }
        };
    }

    private DataSource dataSourceThat(Runnable runs) {
        return new DelegatingDataSource(log.database.dataSource()) {
            @Override
            public Connection getConnection() throws SQLException {
                runs.run();
                return super.getConnection();
            }
        };
    }

    private void freeDuties() {
        log.database
                .jdbc()
                .sql("update log_duty set free_at = timestamp '2000-01-01 00:00:00'")
                .update();
    }

    @Test
    void aLogThatWasRewrittenIsFoundOut() {
        witnessed().round();
        log.database.jdbc().sql("delete from log_checkpoint").update();
        log.database.jdbc().sql("delete from log_tile").update();
        log.database.jdbc().sql("delete from log_cosignature").update();
        log.database
                .jdbc()
                .sql("update domain_event set payload_type = 'docket.case.invented' where global_index = 17")
                .update();
        log.append(301, 400);
        log.grow();

        witnessed().round();

        assertThat(log.alarm.raised().get("witness.example")).startsWith("The witness has seen another history");
        assertThat(log.current().signedBy(List.of(key.verifier()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLogThatWasCutIsFoundOut(boolean remembersTheWitness) {
        witnessed().round();
        log.database.jdbc().sql("delete from log_checkpoint").update();
        log.database.jdbc().sql("delete from log_tile").update();
        if (!remembersTheWitness) {
            log.database.jdbc().sql("delete from log_cosignature").update();
        }
        log.database
                .jdbc()
                .sql("delete from domain_event where global_index > 200")
                .update();
        log.grow();

        witnessed().round();

        assertThat(log.alarm.raised().get("witness.example"))
                .isEqualTo("The witness has seen 300 events, and there are 200");
    }

    @Test
    void aWitnessThatHangsIsLeftAloneForAWhileAndOthersDoNotAskMeanwhile() throws IOException {
        try (var silent = new ServerSocket(0)) {
            WitnessedLog hanging = witnessed(silent.getLocalPort(), Duration.ofMillis(100));
            hanging.round();
            // Whoever asks next finds the duty taken: it is to be tried again later.
            witnessed().round();
        }
        assertThat(log.current().text()).startsWith("log.example\n300\n");
        assertThat(log.current().signedBy(List.of(key.verifier()))).isEmpty();

        freeDuties();
        witnessed().round();
        assertCosigned(300);
    }
}
