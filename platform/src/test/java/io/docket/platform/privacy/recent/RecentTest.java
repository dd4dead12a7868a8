package io.docket.platform.privacy.recent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentTest {

    @Test
    void whatWasNotedLastIsFound() {
        var recent = new Recent<Integer>(16);
        recent.put("a", 1);
        recent.put("a", 2);

        assertThat(recent.get("a")).isEqualTo(2);
        assertThat(recent.get("b")).isNull();
    }

    @Test
    void whatWasForgottenIsNot() {
        var recent = new Recent<Integer>(1);
        recent.put("a", 1);
        recent.remove("b");
        assertThat(recent.get("a")).isEqualTo(1);

        recent.remove("a");
        assertThat(recent.get("a")).isNull();
    }

    @Test
    void thereAreNeverMoreThanPlaces() {
        var recent = new Recent<Integer>(64);
        IntStream.range(0, 1000).forEach(number -> recent.put("case-" + number, number));

        assertThat(IntStream.range(0, 1000).filter(number -> recent.get("case-" + number) != null))
                .hasSizeBetween(48, 64);
        assertThat(recent.get("case-999")).isEqualTo(999);
    }
}
