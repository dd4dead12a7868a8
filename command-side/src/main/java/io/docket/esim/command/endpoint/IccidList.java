package io.docket.esim.command.endpoint;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** ICCIDs in one text, separated by commas and blanks (eSIM Order API, bulk activation). */
final class IccidList {

    private static final Pattern SEPARATOR = Pattern.compile("[ ,]+");

    private IccidList() {}

    /** Those in the text, in its order. */
    static Stream<String> split(String text) {
        return SEPARATOR.splitAsStream(text).filter(part -> !part.isEmpty());
    }
}
