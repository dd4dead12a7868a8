package io.docket.platform.partner;

/** Words of a partner, made fit to be kept and shown. */
public final class PartnerWords {

    private PartnerWords() {}

    /** Whether a text of Docket may hold a character: no control character and no lone surrogate. */
    public static boolean isFit(int codePoint) {
        return !Character.isISOControl(codePoint) && Character.getType(codePoint) != Character.SURROGATE;
    }

    /**
     * The words without characters that no text of Docket holds, and without white space around them.
     *
     * @param max how many characters (UTF-16) there may be; what is longer is cut off, but not within a character
     * @return an empty text if there are no words
     */
    public static String fit(String words, int max) {
        String fit = words.codePoints()
                .map(character -> isFit(character) ? character : ' ')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        if (fit.length() <= max) {
            return fit;
        }
        return fit.substring(0, Character.isHighSurrogate(fit.charAt(max - 1)) ? max - 1 : max);
    }
}
