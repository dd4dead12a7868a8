package io.docket.cases.query;

import static java.util.stream.Collectors.toCollection;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The words by which a case is found: runs of letters and digits, in small letters, cut after 64 characters. */
public final class Words {

    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
    private static final int MAX_LENGTH = 64;

    private Words() {}

    public static Set<String> of(CaseView view) {
        return Stream.of(
                        view.registration().title(),
                        view.registration().details(),
                        view.resolution(),
                        view.registration().customer().name())
                .filter(Objects::nonNull)
                .flatMap(text -> of(text).stream())
                .collect(toCollection(TreeSet::new));
    }

    public static Set<String> of(String text) {
        return BETWEEN.splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(
                        0, word.offsetByCodePoints(0, Math.min(MAX_LENGTH, word.codePointCount(0, word.length())))))
                .collect(toCollection(TreeSet::new));
    }
}
