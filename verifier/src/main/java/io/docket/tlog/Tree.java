package io.docket.tlog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Merkle tree of a certain size whose hashes are read from tiles, each at most once. Not for several threads. */
public final class Tree {

    private final long size;
    private final Tiles tiles;
    private final Map<Tile, byte[]> read = new HashMap<>();

    public Tree(long size, Tiles tiles) {
        this.size = size;
        this.tiles = tiles;
    }

    public long size() {
        return size;
    }

    /** The root of the whole. */
    public Hash root() {
        return size == 0 ? Hash.OF_EMPTY_TREE : hash(0, size);
    }

    /**
     * The root of some of the leaves.
     *
     * @param from the first of them; with {@code to}, a subtree that RFC 6962 hashes
     * @param to behind the last of them, at least one later
     */
    public Hash hash(long from, long to) {
        long leaves = to - from;
        long half = half(leaves);
        return leaves == 2 * half || leaves == 1
                ? ofComplete(from, leaves)
                : Hash.ofNode(ofComplete(from, half), hash(from + half, to));
    }

    /** Where RFC 6962 divides so many leaves: the largest power of two that is smaller. */
    public static long half(long leaves) {
        return leaves <= 1 ? 0 : Long.highestOneBit(leaves - 1);
    }

    private Hash ofComplete(long from, long leaves) {
        int height = Long.numberOfTrailingZeros(leaves);
        int level = height / Tile.HEIGHT;
        int count = 1 << (height % Tile.HEIGHT);
        long first = from >>> (level * Tile.HEIGHT);
        byte[] hashes = tile(level, first / Tile.FULL);
        int offset = (int) (first % Tile.FULL);
        List<Hash> row = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            row.add(Hash.in(hashes, (offset + i) * Hash.BYTES));
        }
        return fold(row);
    }

    /** The root over a power of two of hashes. */
    static Hash fold(List<Hash> row) {
        List<Hash> above = row;
        while (above.size() > 1) {
            List<Hash> next = new ArrayList<>(above.size() / 2);
            for (int i = 0; i < above.size(); i += 2) {
                next.add(Hash.ofNode(above.get(i), above.get(i + 1)));
            }
            above = next;
        }
        return above.get(0);
    }

    private byte[] tile(int level, long index) {
        Tile tile = Tile.of(level, index, size);
        byte[] known = read.get(tile);
        if (known == null) {
            known = tiles.read(tile);
            if (known.length < tile.width() * Hash.BYTES) {
                throw new MissingTileException(tile);
            }
            read.put(tile, known);
        }
        return known;
    }

    /**
     * The proof that a leaf is in this tree (RFC 6962, section 2.1.1), from the leaf's sibling up.
     *
     * @param index of the leaf, from 0
     */
    public List<Hash> inclusionProof(long index) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("No leaf " + index + " in a tree of " + size);
        }
        List<Hash> path = new ArrayList<>();
        addPath(index, 0, size, path);
        return path;
    }

    private void addPath(long index, long from, long to, List<Hash> path) {
        if (to - from == 1) {
            return;
        }
        long middle = from + half(to - from);
        if (index < middle) {
            addPath(index, from, middle, path);
            path.add(hash(middle, to));
        } else {
            addPath(index, middle, to, path);
            path.add(hash(from, middle));
        }
    }

    /**
     * The proof that this tree begins with a smaller one (RFC 6962, section 2.1.2).
     *
     * @param old the size of the smaller one
     * @return empty if there is nothing to prove: it has no leaves, or all
     */
    public List<Hash> consistencyProof(long old) {
        if (old < 0 || old > size) {
            throw new IllegalArgumentException("A tree of " + size + " has none of " + old + " in it");
        }
        List<Hash> proof = new ArrayList<>();
        if (old > 0 && old < size) {
            addSubproof(old, 0, size, true, proof);
        }
        return proof;
    }

    private void addSubproof(long old, long from, long to, boolean complete, List<Hash> proof) {
        long leaves = to - from;
        if (old == leaves) {
            if (!complete) {
                proof.add(hash(from, to));
            }
            return;
        }
        long half = half(leaves);
        if (old <= half) {
            addSubproof(old, from, from + half, complete, proof);
            proof.add(hash(from + half, to));
        } else {
            addSubproof(old - half, from + half, to, false, proof);
            proof.add(hash(from, from + half));
        }
    }
}
