package io.docket.platform.projection;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.docket.platform.errors.RefusedException;
import io.docket.platform.errors.UnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

class PageMemoryTest {

    private static final long MIB = 1024 * 1024;

    /** Pages share a quarter of it, and a page of one MiB takes four. */
    private final PageMemory memory = new PageMemory(32 * MIB);

    private static ServletRequestAttributes newRequest() {
        var request = new ServletRequestAttributes(new MockHttpServletRequest());
        RequestContextHolder.setRequestAttributes(request);
        return request;
    }

    @AfterEach
    void leaveNoRequest() {
        RequestContextHolder.resetRequestAttributes();
    }

    @Test
    void isHeldUntilTheRequestsAreAnswered() {
        ServletRequestAttributes first = newRequest();
        memory.hold(MIB);
        newRequest();
        memory.hold(MIB);

        newRequest();
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> memory.hold(MIB));
        assertThatCode(() -> memory.hold(1000)).doesNotThrowAnyException();

        first.requestCompleted();
        assertThatCode(() -> memory.hold(MIB)).doesNotThrowAnyException();
    }

    @Test
    void isHeldOnceByARequestThatReadsAgain() {
        newRequest();
        for (int again = 0; again < 100; again++) {
            memory.hold(2 * MIB);
        }
    }

    @Test
    void isEnoughForTheLargestPageAlone() {
        newRequest();

        assertThatCode(() -> memory.hold(16 * MIB)).doesNotThrowAnyException();
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> memory.hold(16 * MIB + 1));
    }
}
