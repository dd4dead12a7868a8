package io.docket.eventstream.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class PublishedMetaDataTest {

    private static List<String> in(String json) {
        return Arrays.stream(PublishedMetaData.in(json.getBytes(UTF_8)))
                .map(value -> value == null ? "none" : new String(value, UTF_8))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"correlation-id\":\"c\",\"causation-id\":\"d\",\"actor\":\"é\"}",
                "{\"actor\":\"é\",\"client\":\"x\",\"causation-id\":\"d\",\"correlation-id\":\"c\"}",
                " { \"actor\" : \"é\", \"causation-id\":\"d\", \"correlation-id\":\"c\"\n}",
                "{\"correlation-id\":\"c\",\"more\":{\"actor\":\"no\"},\"causation-id\":\"d\",\"actor\":\"\\u00e9\"}",
                "{\"actor\":\"é\",\"n\":[1,\"actor\"],\"causation-id\":\"d\",\"correlation-id\":\"c\"}"
            })
    void findsWhatIsPublishedHoweverItIsWritten(String json) {
        assertThat(in(json)).containsExactly("c", "d", "é");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"actor\":\"\"}",
                "{ \"actor\":\"\"}",
                "{\"actor\":null,\"agent-name\":\"actor\"}",
                "{\"agent-name\":\"\\\",\\\"actor\\\":\\\"x\"}"
            })
    void leavesOutWhatHasNoValue(String json) {
        assertThat(in(json)).containsExactly("none", "none", "none");
    }

    @Test
    void escapesWhatWouldEndTheText() {
        assertThat(in("{\"actor\":\"a\\\"b\\n\"}")).containsExactly("none", "none", "a\\\"b\\n");
    }

    @Test
    void hasAQuestionMarkForHalfAPairOfSurrogates() {
        assertThat(in("{\"actor\":\"a\\ud800\"}")).containsExactly("none", "none", "a?");
    }

    @Test
    void doesNotPublishWhatIsNoUtf8() {
        byte[] json = "{\"actor\":\"?\"}".getBytes(UTF_8);
        json[10] = (byte) 0xff;
        assertThatThrownBy(() -> PublishedMetaData.in(json)).isInstanceOf(JacksonException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"actor\":\"x\"", "{\"actor\":\"x", "{\"actor\"}", "{\"actor\":\"x\"]"})
    void doesNotGuessWhatIsBroken(String json) {
        assertThatThrownBy(() -> in(json)).isInstanceOf(JacksonException.class);
    }
}
