package io.docket.audit.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.OnPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

@OnPostgres
class TransparencyLogsOnPostgresIntegrationTest extends TransparencyLogs {

    private static final Map<String, String> LOGIN =
            Map.of("DOCKET_DATABASE_USER", "postgres", "DOCKET_DATABASE_PASSWORD", "postgres");

    @Autowired
    private Environment environment;

    @Test
    void theVerifierReadsTheDatabaseAndAnExportOfIt(@TempDir Path folder) throws Exception {
        signed(registerComplaint());
        String database = environment.getRequiredProperty("spring.datasource.url");
        String checkpoint = folder.resolve("checkpoint").toString();
        String export = folder.resolve("export").toString();
        Files.write(
                Path.of(checkpoint), anonymous().get("/audit/log/checkpoint").body());
        String key = key().toString();

        assertThat(run(LOGIN, "log", database, "--checkpoint", checkpoint, "--key", key))
                .contains("All events are those of the log", "exit 0");
        assertThat(run(LOGIN, "export", database, export)).isEqualTo("exit 0");
        assertThat(run(Map.of(), "log", export, "--checkpoint", checkpoint, "--key", key))
                .contains("All events are those of the log", "exit 0");
    }
}
