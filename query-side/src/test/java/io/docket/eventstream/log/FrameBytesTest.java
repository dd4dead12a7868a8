package io.docket.eventstream.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class FrameBytesTest {

    private final FrameBytes bytes = new FrameBytes(1);

    private String written() {
        return new String(bytes.toArray(), UTF_8);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 99, 100, 1_234_567, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void writesNumbersWithAllDigits(long number) {
        bytes.add(number).add(7);
        assertThat(written()).isEqualTo(number + "7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bank-channel", "a\"b\\c\n\r\u0001\u007f", "Đorđe \ud83d\ude00", "\u2028"})
    void writesTextsThatReadAsTheyWere(String text) {
        bytes.add("[\"").addQuoted(text).add("\"]");
        assertThat(JsonMapper.shared().readTree(bytes.toArray()).get(0).asString())
                .isEqualTo(text);
        assertThat(written()).doesNotContain("\n", "\r");
    }

    /** UTF-8 has nothing for it, and a stream that stops there would stop for good. */
    @Test
    void writesAQuestionMarkForHalfAPairOfSurrogates() {
        bytes.addQuoted("a\ud800b").addQuoted("\udc00");
        assertThat(written()).isEqualTo("a?b?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T18:20:07Z",
                "2026-11-22T18:20:07.000999Z",
                "2026-01-02T03:04:05.006789Z",
                "2026-12-31T23:59:59.999999999Z",
                "1969-12-31T23:59:59.5Z",
                "0000-02-29T00:00:00.120Z",
                "-0001-02-28T00:00:00.001Z",
                "+10000-01-01T00:00:00Z"
            })
    void writesTimesToTheMillisecond(String time) {
        Instant instant = Instant.parse(time);
        bytes.add(instant);
        assertThat(written()).isEqualTo(DateTimeFormatter.ISO_INSTANT.format(instant.truncatedTo(ChronoUnit.MILLIS)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 1000})
    void addsPartsOfWhatItIsGiven(int length) {
        byte[] given = "x".repeat(length).getBytes(UTF_8);
        bytes.add(given, 0, length).add(given, length / 2, length);
        assertThat(bytes.size()).isEqualTo(length + length - length / 2);
        assertThat(written()).isEqualTo("x".repeat(bytes.size()));
    }
}
