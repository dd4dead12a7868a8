package io.docket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.commandside.CommandSide;
import io.docket.queryside.QuerySide;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** What the sides do without, they name as it is called. */
class SidesTest {

    private static List<String> classes() throws IOException {
        return Stream.of(new PathMatchingResourcePatternResolver().getResources("classpath*:io/docket/**/*.class"))
                .map(SidesTest::name)
                .toList();
    }

    private static String name(Resource file) {
        try {
            String path = file.getURL().getPath();
            return path.substring(path.lastIndexOf("io/docket/"))
                    .replaceFirst("\\.class$", "")
                    .replace('/', '.');
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {CommandSide.class, QuerySide.class})
    void whatASideDoesWithoutIsThere(Class<?> side) throws IOException {
        List<String> classes = classes();
        ComponentScan scan = requireNonNull(side.getAnnotation(ComponentScan.class));
        assertThat(Stream.of(scan.excludeFilters()).flatMap(filter -> Stream.of(filter.pattern())))
                .isNotEmpty()
                .allSatisfy(pattern -> assertThat(classes).anyMatch(name -> name.matches(pattern)));
    }
}
