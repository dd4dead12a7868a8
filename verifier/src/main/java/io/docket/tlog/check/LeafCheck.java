package io.docket.tlog.check;

import io.docket.tlog.GrowingTree;
import io.docket.tlog.Hash;
import io.docket.tlog.MissingTileException;
import io.docket.tlog.Tile;
import io.docket.tlog.Tiles;
import io.docket.tlog.Tree;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds all leaves of a log, in the order of their positions, against the size and root that were signed. It keeps one hash
 * for 256 leaves; if the root is another one, it reads those again among which the first wrong one must be.
 */
public final class LeafCheck {

    /** Where a leaf is missing: no leaf has this hash. */
    private static final Hash MISSING = Hash.in(new byte[Hash.BYTES], 0);

    private final long size;
    private final Hash root;
    private final Map<Tile, byte[]> upper = new HashMap<>();
    private final GrowingTree tree = GrowingTree.from(0, tile -> new byte[0], this::keep);

    private long last;
    private @Nullable Finding outside;

    public LeafCheck(long size, Hash root) {
        this.size = size;
        this.root = root;
    }

    /** What stands at the next position. */
    public void accept(Leaf leaf) {
        long position = leaf.position();
        if (position < 1) {
            note(Finding.at(position, "Position " + position + " is before the first one of a log"));
            return;
        }
        if (position <= last) {
            note(Finding.at(position, "Position " + position + " is there twice"));
            return;
        }
        if (position <= size) {
            fill(position - 1);
            tree.add(leaf.hash());
        } else if (position > Math.max(last, size) + 1) {
            note(missing(Math.max(last, size) + 1));
        }
        last = position;
    }

    private void note(Finding finding) {
        if (outside == null) {
            outside = finding;
        }
    }

    private void fill(long upTo) {
        while (tree.size() < upTo) {
            tree.add(MISSING);
        }
    }

    /** The last position that has been given; 0 if none has. */
    public long last() {
        return last;
    }

    /**
     * What does not fit, when all leaves have been given.
     *
     * @param signed the tiles of the tree that was signed, which need not be trusted
     * @param leaves to read some again
     */
    public Optional<Finding> finish(Tiles signed, Leaves leaves) {
        fill(size);
        if (outside != null && outside.first() < 1) {
            return Optional.of(outside);
        }
        if (tree.root().equals(root)) {
            return Optional.ofNullable(outside);
        }
        tree.forEachWidened(this::keep);
        var found =
                new Tree(size, tile -> tile.level() > 0 ? upper.getOrDefault(tile, new byte[0]) : again(tile, leaves));
        return Optional.of(firstIn(0, size, root, found, new Tree(size, signed), leaves));
    }

    private void keep(Tile tile, byte[] hashes) {
        if (tile.level() > 0) {
            upper.put(tile, hashes);
        }
    }

    private static byte[] again(Tile tile, Leaves leaves) {
        byte[] hashes = new byte[tile.width() * Hash.BYTES];
        long before = tile.index() * Tile.FULL;
        leaves.read(before + 1, before + tile.width(), leaf -> leaf.hash()
                .copyTo(hashes, (int) (leaf.position() - before - 1) * Hash.BYTES));
        return hashes;
    }

    /** The hash over some leaves is not what it should be: down to the first of them, as far as signed hashes lead. */
    private static Finding firstIn(long from, long to, Hash expected, Tree found, Tree signed, Leaves leaves) {
        if (to - from == 1) {
            return isThere(to, leaves)
                    ? Finding.at(to, "The event at position " + to + " is another one")
                    : missing(to);
        }
        long middle = from + Tree.half(to - from);
        Hash left;
        Hash right;
        try {
            left = signed.hash(from, middle);
            right = signed.hash(middle, to);
        } catch (MissingTileException e) {
            return somewhere(from, to, e.getMessage());
        }
        if (!Hash.ofNode(left, right).equals(expected)) {
            return somewhere(from, to, "the tiles are not those that were signed either");
        }
        return found.hash(from, middle).equals(left)
                ? firstIn(middle, to, right, found, signed, leaves)
                : firstIn(from, middle, left, found, signed, leaves);
    }

    private static boolean isThere(long position, Leaves leaves) {
        var found = new boolean[1];
        leaves.read(position, position, leaf -> found[0] = true);
        return found[0];
    }

    private static Finding missing(long position) {
        return Finding.at(position, "The event at position " + position + " is missing");
    }

    private static Finding somewhere(long from, long to, @Nullable String why) {
        return new Finding(
                from + 1,
                to,
                "An event at one of the positions " + (from + 1) + " to " + to + " is another one, or missing; " + why);
    }
}
