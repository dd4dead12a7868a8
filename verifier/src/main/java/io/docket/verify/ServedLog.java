package io.docket.verify;

import io.docket.tlog.EntryBundle;
import io.docket.tlog.Hash;
import io.docket.tlog.LogEntry;
import io.docket.tlog.MissingTileException;
import io.docket.tlog.Tile;
import io.docket.tlog.Tiles;
import io.docket.tlog.check.Leaf;
import io.docket.tlog.check.Leaves;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** A log in the files of {@code tlog-tiles}. */
final class ServedLog implements StoredLog {

    /** What no leaf of a log is, where an entry says that it is at another position. */
    private static final Hash MISPLACED = Hash.in(new byte[Hash.BYTES], 0);

    private final LogFiles files;

    ServedLog(LogFiles files) {
        this.files = files;
    }

    @Override
    public Tiles tiles() {
        return this::read;
    }

    /** A log may have thrown a partial tile away that has become full. */
    private byte[] read(Tile tile) {
        try {
            return files.read(tile.path());
        } catch (IOException e) {
            if (tile.isFull()) {
                throw new MissingTileException(tile, e);
            }
        }
        return read(tile.full());
    }

    /** Behind the tree's size there is nothing to be asked for. */
    @Override
    public Leaves leaves(long size) {
        return (first, last, reader) -> {
            long from = Math.max(first, 1);
            long to = Math.min(last, size);
            List<Callable<List<Leaf>>> bundles = new ArrayList<>();
            for (long index = (from - 1) / Tile.FULL; index * Tile.FULL < to; index++) {
                var bundle = new Tile(Tile.ENTRIES, index, (int) Math.min(Tile.FULL, size - index * Tile.FULL));
                bundles.add(() -> leaves(bundle));
            }
            Consumer<Leaf> wanted = leaf -> {
                if (leaf.position() >= from && leaf.position() <= to) {
                    reader.accept(leaf);
                }
            };
            try (var ahead = new ReadAhead()) {
                bundles.forEach(bundle -> ahead.add(bundle, wanted));
                ahead.finish(wanted);
            }
        };
    }

    private List<Leaf> leaves(Tile bundle) {
        List<Leaf> leaves = new ArrayList<>();
        try {
            for (byte[] bytes : EntryBundle.read(read(bundle))) {
                if (leaves.size() == bundle.width()) {
                    break;
                }
                long position = bundle.index() * Tile.FULL + leaves.size() + 1;
                var entry = new LogEntry(bytes);
                OptionalLong named = entry.position();
                boolean isPlaced = named.isPresent() && named.getAsLong() == position;
                leaves.add(new Leaf(position, isPlaced ? entry.hash() : MISPLACED));
            }
        } catch (IllegalArgumentException e) {
            throw new MissingTileException(bundle, e);
        }
        return leaves;
    }

    @Override
    public void close() {}
}
