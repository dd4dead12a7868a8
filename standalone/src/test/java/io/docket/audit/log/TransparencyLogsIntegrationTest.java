package io.docket.audit.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.tlog.LogEntry;
import io.docket.tlog.note.TlogProof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransparencyLogsIntegrationTest extends TransparencyLogs {

    private String verify(String... arguments) throws IOException, InterruptedException {
        return run(Map.of("DOCKET_TOKEN", auditor().tokenOf("auditor")), arguments);
    }

    @Test
    void theVerifierFindsTheWholeLogToBeTrue(@TempDir Path folder) throws Exception {
        signed(registerComplaint());
        Path checkpoint = folder.resolve("checkpoint");
        Files.write(checkpoint, anonymous().get("/audit/log/checkpoint").body());
        String log = anonymous().server() + "/audit/log";

        assertThat(verify("log", log, "--checkpoint", checkpoint.toString(), "--key", key().toString()))
                .contains("All events are those of the log docket.example/audit/log of ", "exit 0");

        signed(registerComplaint());
        Path later = folder.resolve("later");
        Files.write(later, anonymous().get("/audit/log/checkpoint").body());
        assertThat(verify("consistency", checkpoint.toString(), later.toString(), log, "--key", key().toString()))
                .contains("begins with that of", "exit 0");

        String id = registerComplaint();
        Path proof = Files.write(folder.resolve("proof"), proof("cases", id, 0).body());
        assertThat(verify("proof", proof.toString(), "--key", key().toString())).contains(id, "exit 0");
    }

    @Test
    void theVerifierNamesAnEventThatWasChanged(@TempDir Path folder) throws Exception {
        String id = registerComplaint();
        signed(id);
        long position = jdbc().sql("select global_index from domain_event where aggregate_identifier = ?")
                .param(id)
                .query(Long.class)
                .single();
        byte[] payload = jdbc().sql("select payload from domain_event where global_index = ?")
                .param(position)
                .query((row, number) -> row.getBytes(1))
                .single();
        Path checkpoint = folder.resolve("checkpoint");
        Files.write(checkpoint, anonymous().get("/audit/log/checkpoint").body());
        byte[] other = payload.clone();
        other[other.length / 2] ^= 1;
        setPayload(position, other);
        try {
            assertThat(verify(
                            "log",
                            anonymous().server() + "/audit/log",
                            "--checkpoint",
                            checkpoint.toString(),
                            "--key",
                            key().toString()))
                    .contains("First position that does not fit: " + position + "\n", "exit 1");
            TlogProof proof = TlogProof.parse(proof("cases", id, 0).expect(200).text());
            assertThat(proof.proves(new LogEntry(proof.extra().orElseThrow()).hash()))
                    .isFalse();
        } finally {
            setPayload(position, payload);
        }
    }

    private void setPayload(long position, byte[] payload) {
        jdbc().sql("update domain_event set payload = ? where global_index = ?")
                .params(payload, position)
                .update();
    }
}
