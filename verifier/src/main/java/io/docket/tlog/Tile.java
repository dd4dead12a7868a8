package io.docket.tlog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Consecutive hashes of a tree at a height that is a multiple of 8 ({@code tlog-tiles}).
 *
 * @param level 0 for leaf hashes; each hash of a higher one is the root of a full tile below; {@link #ENTRIES} for the
 *     entries themselves
 * @param index its place in the level, from 0
 * @param width how many hashes it has, 1 to 256
 */
public record Tile(int level, long index, int width) {

    /** How many hashes a full one has. */
    public static final int FULL = 256;

    /** The level of bundles of entries, which have the places and widths of level 0. */
    public static final int ENTRIES = -1;

    static final int HEIGHT = 8;
    private static final int MAX_LEVEL = 63;
    private static final int THOUSAND = 1000;

    /** Of at most 18 digits, which a {@code long} can hold. */
    private static final Pattern PATH =
            Pattern.compile("(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    /** The tile of a tree, as wide as the tree makes it. */
    static Tile of(int level, long index, long treeSize) {
        int shift = HEIGHT * Math.max(level, 0);
        long hashes = shift > MAX_LEVEL ? 0 : treeSize >>> shift;
        return new Tile(level, index, (int) Math.min(FULL, hashes - index * FULL));
    }

    /** Reads a path below {@code tile/}; empty if it is none, or another spelling of one. */
    public static Optional<Tile> at(String path) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int level = matcher.group(1).equals("entries") ? ENTRIES : Integer.parseInt(matcher.group(1));
        long index = Long.parseLong(matcher.group(2).replaceAll("[x/]", ""));
        int width = matcher.group(3) == null ? FULL : Integer.parseInt(matcher.group(3));
        var tile = new Tile(level, index, width);
        boolean known = level <= MAX_LEVEL && (matcher.group(3) == null || width < FULL);
        return known && tile.path().equals("tile/" + path) ? Optional.of(tile) : Optional.empty();
    }

    /** Where it is found below the prefix of a log. */
    public String path() {
        List<String> elements = new ArrayList<>();
        elements.add(String.format(java.util.Locale.ROOT, "%03d", index % THOUSAND));
        for (long rest = index / THOUSAND; rest > 0; rest /= THOUSAND) {
            elements.add(String.format(java.util.Locale.ROOT, "x%03d", rest % THOUSAND));
        }
        Collections.reverse(elements);
        return "tile/" + (level == ENTRIES ? "entries" : level) + "/" + String.join("/", elements)
                + (width < FULL ? ".p/" + width : "");
    }

    public boolean isFull() {
        return width == FULL;
    }

    /** The full tile in its place. */
    public Tile full() {
        return new Tile(level, index, FULL);
    }
}
