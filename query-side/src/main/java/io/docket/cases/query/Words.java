package io.docket.cases.query;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The words by which a case is found: runs of letters and digits, in small letters, cut after 64 characters. */
public final class Words {

    private static final int MAX_LENGTH = 64;

    private Words() {}

    public static Set<String> of(CaseView view) {
        Set<String> words = new TreeSet<>();
        add(words, view.registration().title());
        add(words, view.registration().details());
        add(words, view.resolution());
        add(words, view.registration().customer().name());
        return words;
    }

    public static Set<String> of(String text) {
        Set<String> words = new TreeSet<>();
        add(words, text);
        return words;
    }

    private static void add(Set<String> words, @Nullable String mixed) {
        if (mixed == null) {
            return;
        }
        String text = mixed.toLowerCase(Locale.ROOT);
        int begin = 0;
        int end = 0;
        while (end < text.length()) {
            int character = text.codePointAt(end);
            if (!isOfWord(character)) {
                add(words, text, begin, end);
                begin = end + Character.charCount(character);
            }
            end += Character.charCount(character);
        }
        add(words, text, begin, end);
    }

    private static void add(Set<String> words, String text, int begin, int end) {
        if (begin < end) {
            int length = Math.min(MAX_LENGTH, text.codePointCount(begin, end));
            words.add(text.substring(begin, text.offsetByCodePoints(begin, length)));
        }
    }

    /** A letter, a mark or a number, as Unicode sorts characters. */
    private static boolean isOfWord(int character) {
        if (Character.isLetter(character)) {
            return true;
        }
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER -> true;
            default -> false;
        };
    }
}
