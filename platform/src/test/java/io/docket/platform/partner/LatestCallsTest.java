package io.docket.platform.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.partner.PartnerHealth.Failure;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LatestCallsTest {

    private static final Instant NOON = Instant.parse("2026-05-03T12:00:00Z");
    private static final Duration SHORT = Duration.ofMillis(20);

    private final LatestCalls calls = new LatestCalls("partner", "The partner", URI.create("https://partner.example"));

    @Test
    void ofAPartnerThatWasNotCalledNothingIsKnown() {
        PartnerHealth health = calls.health();

        assertThat(health.calls()).isZero();
        assertThat(health.lastAnswer()).isNull();
        assertThat(health.failingSince()).isNull();
        assertThat(health.median()).isZero();
    }

    @Test
    void itFailsSinceTheFirstFailureBehindWhichThereIsNoAnswer() {
        calls.add(NOON, SHORT, "It was slow");
        calls.add(NOON.plusSeconds(1), SHORT, null);
        calls.add(NOON.plusSeconds(2), Duration.ofSeconds(5), "It is away");
        calls.add(NOON.plusSeconds(3), Duration.ofSeconds(5), "It is still away");

        PartnerHealth health = calls.health();

        assertThat(health.failingSince()).isEqualTo(NOON.plusSeconds(2));
        assertThat(health.lastAnswer()).isEqualTo(NOON.plusSeconds(1));
        assertThat(health.lastFailure()).isEqualTo(new Failure(NOON.plusSeconds(3), "It is still away"));
        assertThat(health.calls()).isEqualTo(4);
        assertThat(health.failures()).isEqualTo(3);
        assertThat(health.median()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void itAnswersAgainWithTheFirstCallThatDoesNotFail() {
        calls.add(NOON, SHORT, "It is away");
        calls.add(NOON.plusSeconds(1), SHORT, null);

        assertThat(calls.health().failingSince()).isNull();
        assertThat(calls.health().failures()).isEqualTo(1);
    }

    @Test
    void theLatestCount() {
        calls.add(NOON, SHORT, null);
        for (int i = 1; i <= LatestCalls.MOST; i++) {
            calls.add(NOON.plusSeconds(i), SHORT, "It is away");
        }

        PartnerHealth health = calls.health();

        assertThat(health.calls()).isEqualTo(LatestCalls.MOST);
        assertThat(health.failures()).isEqualTo(LatestCalls.MOST);
        assertThat(health.lastAnswer()).isEqualTo(NOON);
        assertThat(health.failingSince()).isEqualTo(NOON.plusSeconds(1));
    }
}
