package io.docket.esim.command.automation;

import static io.docket.esim.command.model.EsimOrders.order;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MatchingIdsTest {

    @Test
    void areTheSameForTheSameItemAndUnlikeThoseOfOthers() {
        String first = MatchingIds.of(order(1), 1);

        assertThat(first).matches("M(-[A-Z2-9]{5}){5}");
        assertThat(MatchingIds.of(order(1), 1)).isEqualTo(first);
        assertThat(MatchingIds.of(order(1), 2)).isNotEqualTo(first);
        assertThat(MatchingIds.of(order(2), 1)).isNotEqualTo(first);
    }
}
