package io.docket.eventstream.subscription;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.eventstream.log.LoggedEvent;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LiveEventsTest {

    private static final int MANY = 1_000_000;

    private final LiveEvents live = new LiveEvents();

    private static LoggedEvent event(long position, int bytes) {
        return new LoggedEvent(
                position, "e", "s", 0, "Case", Instant.EPOCH, "docket.test", "1", new byte[bytes], new byte[0]);
    }

    private void add(long first, long last, int bytes) {
        live.add(
                first - 1,
                LongStream.rangeClosed(first, last)
                        .mapToObj(position -> event(position, bytes))
                        .toList());
    }

    private List<Long> behind(long position) {
        return requireNonNull(live.after(position, MANY)).stream()
                .map(found -> found.event().position())
                .toList();
    }

    @Test
    void givesWhatIsBehindAPosition() {
        live.open(10);
        add(11, 13, 1);
        assertThat(behind(10)).containsExactly(11L, 12L, 13L);
        assertThat(behind(12)).containsExactly(13L);
        assertThat(behind(13)).isEmpty();
        assertThat(requireNonNull(live.after(10, 2))).hasSize(2);
    }

    @Test
    void doesNotGiveAPartOfWhatIsMissing() {
        live.open(10);
        assertThat(live.after(9, MANY)).isNull();
        assertThat(behind(10)).isEmpty();
    }

    @Test
    void holdsSoManyAndForgetsTheFirst() {
        live.open(0);
        add(1, LiveEvents.MOST + 5, 1);
        assertThat(live.after(4, MANY)).isNull();
        assertThat(behind(5)).hasSize(LiveEvents.MOST).startsWith(6L).endsWith(LiveEvents.MOST + 5L);
    }

    @Test
    void holdsSoMuchAndForgetsTheFirst() {
        live.open(0);
        int each = (int) (LiveEvents.MOST_WEIGHT / 3 / 4);
        add(1, 6, each);
        assertThat(live.after(1, MANY)).isNull();
        assertThat(behind(3)).containsExactly(4L, 5L, 6L);
        // However large, the last one is there.
        add(7, 7, 2 * (int) LiveEvents.MOST_WEIGHT / 3);
        assertThat(behind(6)).containsExactly(7L);
    }

    @Test
    void takesNothingThatWasReadBehindAnotherPosition() {
        live.open(10);
        add(11, 12, 1);
        add(11, 13, 1);
        assertThat(behind(10)).containsExactly(11L, 12L);
    }

    @Test
    void beginsAnewBehindAHoleThatSomebodyMade() {
        live.open(10);
        live.add(10, List.of(event(11, 1), event(14, 1), event(15, 1)));
        assertThat(live.after(11, MANY)).isNull();
        assertThat(behind(13)).containsExactly(14L, 15L);
        assertThat(live.last()).isEqualTo(15);
    }

    @Test
    void isKeptForAsLongAsItIsUsed() {
        live.open(10);
        live.open(12);
        add(11, 13, 1);
        live.close();
        assertThat(behind(10)).hasSize(3);
        live.close();
        assertThat(live.isUsed()).isFalse();
        live.open(20);
        assertThat(live.after(13, MANY)).isNull();
        assertThat(behind(20)).isEmpty();
    }
}
