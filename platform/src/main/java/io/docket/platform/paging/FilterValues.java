package io.docket.platform.paging;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The values of a filter that takes several. */
public final class FilterValues {

    private FilterValues() {}

    /**
     * What the literals of a request stand for.
     *
     * @param literals as the request spells them, some perhaps in one list separated by commas; {@code null} if it does not filter
     * @return empty if the request does not filter
     */
    public static <T> Set<T> of(@Nullable List<String> literals, Function<String, T> constant) {
        return literals == null
                ? Set.of()
                : literals.stream()
                        .flatMap(list -> Arrays.stream(list.split(",", -1)))
                        .map(constant)
                        .collect(toUnmodifiableSet());
    }
}
