package io.docket.tlog;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A Merkle tree to which leaves are added. Of what it had before it needs the tiles at its right edge alone, at most eight;
 * those that become full it hands on.
 */
public final class GrowingTree {

    private final List<List<Hash>> edge = new ArrayList<>();
    private final BiConsumer<Tile, byte[]> full;
    private final long sizeBefore;
    private long size;

    private GrowingTree(long size, BiConsumer<Tile, byte[]> full) {
        this.size = size;
        sizeBefore = size;
        this.full = full;
    }

    /**
     * One that grows on from a size.
     *
     * @param tiles of that size
     * @param full takes the tiles that become full, those of lower levels first
     */
    public static GrowingTree from(long size, Tiles tiles, BiConsumer<Tile, byte[]> full) {
        var tree = new GrowingTree(size, full);
        int level = 0;
        for (long hashes = size; hashes > 0; hashes /= Tile.FULL) {
            List<Hash> row = new ArrayList<>();
            int width = (int) (hashes % Tile.FULL);
            if (width > 0) {
                var tile = new Tile(level, hashes / Tile.FULL, width);
                byte[] read = tiles.read(tile);
                if (read.length < width * Hash.BYTES) {
                    throw new MissingTileException(tile);
                }
                for (int i = 0; i < width; i++) {
                    row.add(Hash.in(read, i * Hash.BYTES));
                }
            }
            tree.edge.add(row);
            level++;
        }
        return tree;
    }

    public long size() {
        return size;
    }

    /** Adds a leaf behind the last one. */
    public void add(Hash leaf) {
        Hash hash = leaf;
        for (int level = 0; ; level++) {
            if (edge.size() == level) {
                edge.add(new ArrayList<>());
            }
            List<Hash> row = edge.get(level);
            row.add(hash);
            if (row.size() < Tile.FULL) {
                break;
            }
            full.accept(new Tile(level, size >>> (Tile.HEIGHT * (level + 1)), Tile.FULL), bytes(row));
            hash = Tree.fold(row);
            row.clear();
        }
        size++;
    }

    /** The root over all leaves. */
    public Hash root() {
        Hash root = null;
        for (List<Hash> row : edge) {
            int end = row.size();
            while (end > 0) {
                int begin = end - Integer.lowestOneBit(end);
                Hash complete = Tree.fold(row.subList(begin, end));
                root = root == null ? complete : Hash.ofNode(complete, root);
                end = begin;
            }
        }
        return root == null ? Hash.OF_EMPTY_TREE : root;
    }

    /** Hands out the tiles at the right edge that are wider than before. */
    public void forEachWidened(BiConsumer<Tile, byte[]> partial) {
        for (int level = 0; level < edge.size(); level++) {
            List<Hash> row = edge.get(level);
            int shift = Tile.HEIGHT * level;
            if (!row.isEmpty() && size >>> shift > sizeBefore >>> shift) {
                partial.accept(new Tile(level, (size >>> shift) / Tile.FULL, row.size()), bytes(row));
            }
        }
    }

    private static byte[] bytes(List<Hash> row) {
        byte[] bytes = new byte[row.size() * Hash.BYTES];
        for (int i = 0; i < row.size(); i++) {
            row.get(i).copyTo(bytes, i * Hash.BYTES);
        }
        return bytes;
    }
}
