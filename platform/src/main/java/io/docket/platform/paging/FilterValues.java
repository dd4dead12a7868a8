package io.docket.platform.paging;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.docket.common.api.Literal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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
    public static <E extends Enum<E> & Literal> Set<E> of(@Nullable List<String> literals, Class<E> enumeration) {
        return values(literals).map(literal -> Literal.of(enumeration, literal)).collect(toUnmodifiableSet());
    }

    /** The same where a filter takes any text. */
    public static Set<String> of(@Nullable List<String> texts) {
        return values(texts).collect(toUnmodifiableSet());
    }

    private static Stream<String> values(@Nullable List<String> lists) {
        return lists == null ? Stream.of() : lists.stream().flatMap(list -> Arrays.stream(list.split(",", -1)));
    }
}
