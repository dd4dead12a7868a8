package io.docket.platform.privacy.recent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.privacy.recent.FreshEvents.Part;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FreshEventsTest {

    private static final byte[] CLEAR = bytes("Branislav");
    private static final byte[] SEALED = bytes("x7Ui");
    private static final Part METADATA = new Part(bytes("Agneta"), bytes("k2Pq"));

    private final FreshEvents events = new FreshEvents();

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @BeforeEach
    void oneIsEncryptedAfterThreeErasures() {
        events.add("e-1", 3, new Part(CLEAR, SEALED), METADATA);
    }

    @Test
    void whatWasEncryptedIsKnownAsItWas() {
        assertThat(events.payload(bytes("x7Ui"), "e-1", 3)).isEqualTo(CLEAR);
        assertThat(events.metaData(bytes("k2Pq"), "e-1", 3)).isEqualTo(bytes("Agneta"));
    }

    @Test
    void whatIsStoredOtherwiseIsNot() {
        assertThat(events.payload(bytes("x7Uj"), "e-1", 3)).isNull();
        assertThat(events.metaData(bytes("x7Ui"), "e-1", 3)).isNull();
        assertThat(events.payload(bytes("x7Ui"), "e-2", 3)).isNull();
    }

    @Test
    void withAnotherErasureItIsForgottenForGood() {
        assertThat(events.payload(SEALED, "e-1", 4)).isNull();
        assertThat(events.payload(SEALED, "e-1", 3)).isNull();
    }

    @Test
    void nothingIsKeptOfBeforeAnErasureThatIsKnown() {
        events.add("e-2", 4, new Part(CLEAR, SEALED), METADATA);
        events.add("e-3", 3, new Part(CLEAR, SEALED), METADATA);

        assertThat(events.payload(SEALED, "e-2", 4)).isEqualTo(CLEAR);
        assertThat(events.payload(SEALED, "e-3", 4)).isNull();
        assertThat(events.payload(SEALED, "e-3", 3)).isNull();
    }

    @Test
    void longOnesAreNotKept() {
        byte[] stored = new byte[4096];
        events.add("e-2", 3, new Part(CLEAR, stored), METADATA);

        assertThat(events.payload(stored, "e-2", 3)).isNull();
    }
}
