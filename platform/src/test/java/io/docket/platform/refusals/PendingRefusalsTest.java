package io.docket.platform.refusals;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.refusals.PendingRefusals.Counted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingRefusalsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:10.123456Z");

    private static RefusedRequest refused(String client, String objectId) {
        return new RefusedRequest(
                client, "somebody", null, null, "updateCase", "PUT /cases/{id}", objectId, 409, "not-allowed");
    }

    @Test
    void equalOnesOfAMinuteAreCounted() {
        var pending = new PendingRefusals(10);
        for (int i = 0; i < 1000; i++) {
            pending.add(refused("bank", "WI1"), NOW.plusMillis(i), "c-" + i);
        }
        pending.add(refused("bank", "WI1"), NOW.plus(Duration.ofMinutes(1)), "later");

        List<Counted> taken = pending.take();

        assertThat(taken).extracting(Counted::times).containsExactly(1000L, 1L);
        assertThat(taken.get(0).first()).isEqualTo(Instant.parse("2026-03-01T10:00:10.123Z"));
        assertThat(taken.get(0).last()).isEqualTo(Instant.parse("2026-03-01T10:00:11.122Z"));
        assertThat(taken.get(0).correlationId()).isEqualTo("c-0");
        assertThat(taken.get(0).lastCorrelationId()).isEqualTo("c-999");
        assertThat(pending.take()).isEmpty();
    }

    @Test
    void aFloodOfAClientThatTriesManyThingsIsOneRow() {
        var pending = new PendingRefusals(10_000);
        for (int i = 0; i < 5000; i++) {
            pending.add(refused("greedy", "WI" + i), NOW, "c");
            // What has been written meanwhile is not told again either.
            if (i == 50) {
                assertThat(pending.take()).hasSize(51);
            }
        }
        pending.add(refused("greedy", "WI7"), NOW, "c");
        pending.add(refused("modest", "WI1"), NOW, "c");

        List<Counted> taken = pending.take();

        assertThat(taken).hasSize(PendingRefusals.MAX_OF_A_CLIENT - 51 + 3);
        assertThat(taken)
                .filteredOn(counted -> counted.refused().objectId() == null)
                .singleElement()
                .satisfies(counted -> {
                    assertThat(counted.times()).isEqualTo(5000L - PendingRefusals.MAX_OF_A_CLIENT);
                    assertThat(counted.refused().client()).isEqualTo("greedy");
                    assertThat(counted.refused().actor()).isNull();
                });
    }

    @Test
    void whatThereIsNoRoomForIsSaid() {
        var pending = new PendingRefusals(2);

        assertThat(pending.add(refused("a", "1"), NOW, "c")).isTrue();
        assertThat(pending.add(refused("b", "1"), NOW, "c")).isTrue();
        assertThat(pending.add(refused("c", "1"), NOW, "c")).isFalse();
        assertThat(pending.add(refused("b", "1"), NOW, "c")).isTrue();
        List<Counted> unwritten = pending.take();
        pending.add(refused("c", "1"), NOW, "c");
        pending.add(refused("c", "1"), NOW, "c");
        assertThat(pending.giveBack(unwritten)).isEqualTo(2);
        assertThat(pending.take()).extracting(Counted::times).containsExactly(1L, 2L);
    }

    @Test
    void whatAnIssuerNamesFitsIntoEveryDatabase() {
        var refused =
                new RefusedRequest("x".repeat(300), "a\0b\ud800", null, null, "op", "GET /", null, 403, "forbidden");

        assertThat(refused.client()).hasSize(255);
        assertThat(refused.actor()).isEqualTo("a?b?");
    }
}
