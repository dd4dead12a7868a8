package io.docket.eventstream.subscription;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.eventstream.log.CloudEventWriter;
import io.docket.eventstream.log.EventFilter;
import io.docket.eventstream.log.Frame;
import io.docket.eventstream.log.LogInMemory;
import io.docket.eventstream.log.LoggedEvent;
import io.docket.eventstream.subscription.Waves.Wave;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WavesTest {

    private static final int BYTES = 1000;

    private final LiveEvents live = new LiveEvents();
    private final AtomicLong erasures = new AtomicLong();
    private final Waves waves = new Waves(live, writer());

    private CloudEventWriter writer() {
        return new LogInMemory.Writer() {
            @Override
            public long erasures() {
                return erasures.get();
            }

            @Override
            public Frame write(LoggedEvent event, boolean unmasked) {
                String text = event.position() + (unmasked ? "u" : "m") + erasures;
                return new Frame((text + " ".repeat(BYTES - text.length() - 2) + "\n\n").getBytes(UTF_8), 0);
            }
        };
    }

    private static Subscription wanted(EventFilter filter, StreamForm form, boolean unmasked) {
        return new Subscription("c", 0, null, null, filter, form, unmasked, null, () -> {});
    }

    private static final Subscription ALL = wanted(EventFilter.ALL, StreamForm.LINES, false);

    private Wave behind(long position, Subscription wanted) {
        return requireNonNull(waves.behind(position, wanted));
    }

    private static List<String> lines(Wave wave) {
        return new String(wave.bytes(), UTF_8).lines().map(String::strip).toList();
    }

    private void append(long first, long last) {
        live.add(
                first - 1,
                LongStream.rangeClosed(first, last).mapToObj(LogInMemory::event).toList());
    }

    @BeforeEach
    void haveThree() {
        live.open(0);
        append(1, 3);
    }

    @Test
    void thoseWhoAreAsFarShareIt() {
        Wave wave = behind(0, ALL);
        assertThat(lines(wave)).containsExactly("1m0", "2m0", "3m0");
        assertThat(wave.through()).isEqualTo(3);
        assertThat(behind(0, ALL)).isSameAs(wave);
        assertThat(lines(behind(2, ALL))).containsExactly("3m0");
    }

    @Test
    void nobodyGetsWhatIsForOthers() {
        behind(0, ALL);
        assertThat(lines(behind(0, wanted(EventFilter.ALL, StreamForm.LINES, true))))
                .containsExactly("1u0", "2u0", "3u0");
        assertThat(behind(0, wanted(EventFilter.ALL, StreamForm.SERVER_SENT_EVENTS, false))
                        .bytes())
                .hasSize(3 * BYTES);
        Wave ofOthers =
                behind(0, wanted(EventFilter.of(Set.of("docket.other.v1"), List.of(), null), StreamForm.LINES, false));
        assertThat(ofOthers.bytes()).isEmpty();
        assertThat(ofOthers.through()).isEqualTo(3);
    }

    @Test
    void isWrittenAnewAfterAnErasure() {
        behind(0, ALL);
        erasures.set(1);
        assertThat(lines(behind(0, ALL))).containsExactly("1m1", "2m1", "3m1");
    }

    @Test
    void whatComesLaterIsInTheNextOne() {
        assertThat(behind(3, ALL).bytes()).isEmpty();
        append(4, 4);
        assertThat(lines(behind(3, ALL))).containsExactly("4m0");
    }

    @Test
    void isNoLargerThanWhatIsSentAtOnceAndAnEvent() {
        append(4, 400);
        Wave wave = behind(0, ALL);
        assertThat(wave.bytes().length).isBetween(Subscriber.CHUNK, Subscriber.CHUNK + BYTES);
        assertThat(lines(behind(wave.through(), ALL)).get(0)).isEqualTo(wave.through() + 1 + "m0");
    }

    @Test
    void whatIsNotInMemoryIsNone() {
        live.close();
        live.open(10);
        assertThat(waves.behind(9, ALL)).isNull();
        assertThat(behind(10, ALL).bytes()).isEmpty();
    }
}
