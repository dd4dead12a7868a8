package io.docket.platform.startup;

import java.util.Locale;

/** How far two names are apart: how many letters have to be written, left out or replaced (Levenshtein's distance). */
final class Spelling {

    private Spelling() {}

    /** Dashes, dots, underscores and the case do not count. */
    static int distance(String one, String other) {
        String from = letters(one);
        String to = letters(other);
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-._]", "");
    }
}
