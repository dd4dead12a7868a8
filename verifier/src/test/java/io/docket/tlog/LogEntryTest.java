package io.docket.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogEntryTest {

    private static final byte[] PAYLOAD = "{\"title\":\"Kartica\"}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] META_DATA = "{}".getBytes(StandardCharsets.UTF_8);

    private static LogEntry entry(long position, String aggregateId, String time) {
        return LogEntry.of(
                position,
                "f1d2a5c8-0b1e-4a57-9a36-0d7c1c0f3e11",
                "Case",
                aggregateId,
                0,
                "docket.case.complaint-registered",
                "1",
                Instant.parse(time),
                PAYLOAD,
                META_DATA);
    }

    @Test
    void anEntryIsOneCanonicalLine() {
        assertThat(entry(7, "WI0000497288", "2026-11-22T01:09:51.12Z").line())
                .isEqualTo("{\"aggregate-id\":\"WI0000497288\",\"aggregate-type\":\"Case\","
                        + "\"event-id\":\"f1d2a5c8-0b1e-4a57-9a36-0d7c1c0f3e11\","
                        + "\"metadata-sha256\":\"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\","
                        + "\"payload-sha256\":\"f09f24b5a8dda760d05185e477d9fbd259f2a24dc6469f7e70770026f1cf5f06\","
                        + "\"position\":7,\"revision\":\"1\",\"sequence\":0,\"time\":\"2026-11-22T01:09:51.120000Z\","
                        + "\"type\":\"docket.case.complaint-registered\"}");
    }

    @Test
    void textIsWrittenAsCanonicalJsonSays() {
        assertThat(entry(1, "\"\\\b\t\n\f\r\u0001\u001f\u007fčŠ€😀/", "2026-11-22T01:09:51Z")
                        .line())
                .contains("{\"aggregate-id\":\"\\\"\\\\\\b\\t\\n\\f\\r\\u0001\\u001f\u007fčŠ€😀/\",");
    }

    @Test
    void noTextCanPassForAPosition() {
        assertThat(entry(3, "x\",\"position\":99,\"y", "2026-11-22T01:09:51Z").position())
                .hasValue(3);
        assertThat(new LogEntry(new byte[0]).position()).isEmpty();
    }

    @Test
    void aTimeOutsideOfFourDigitsIsWrittenToo() {
        assertThat(entry(1, "a", "+12345-01-01T00:00:00Z").line()).contains("\"time\":\"+12345-01-01T00:00:00Z\"");
        assertThat(entry(1, "a", "0987-01-01T00:00:00.000001Z").line())
                .contains("\"time\":\"0987-01-01T00:00:00.000001Z\"");
    }

    @Test
    void aBundleHoldsEntriesWithTheirLengths() {
        byte[] bundle = EntryBundle.write(List.of(new byte[] {7}, new byte[0], new byte[300]));

        assertThat(bundle).hasSize(2 + 1 + 2 + 2 + 300).startsWith(0, 1, 7, 0, 0, 1, 44);
        assertThat(EntryBundle.read(bundle)).containsExactly(new byte[] {7}, new byte[0], new byte[300]);
        assertThatThrownBy(() -> EntryBundle.read(new byte[] {0})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EntryBundle.read(new byte[] {0, 2, 1})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EntryBundle.write(List.of(new byte[0x10000])))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
