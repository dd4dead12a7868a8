package io.docket.queryside;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.recordedlog.CopiedLog;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.core.type.filter.RegexPatternTypeFilter;

class QuerySideTest {

    static Stream<String> omissions() {
        return Stream.of(requireNonNull(QuerySide.class.getAnnotation(ComponentScan.class))
                        .excludeFilters())
                .flatMap(filter -> Stream.of(filter.pattern()));
    }

    /** A name that nothing has any more would leave nothing out. */
    @ParameterizedTest
    @MethodSource("omissions")
    void whatItDoesWithoutIsThere(String pattern) {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new RegexPatternTypeFilter(Pattern.compile(pattern)));
        assertThat(scanner.findCandidateComponents("io.docket")).isNotEmpty();
    }

    /** Its database role may not write the copy: it would fail over it once a second, and not be ready. */
    @Test
    void itAppendsNothingToALogOfRecord() {
        assertThat(omissions()).anyMatch(CopiedLog.class.getName()::matches);
    }
}
