package io.docket.audit.log;

import io.docket.platform.database.PassingFault;
import io.docket.tlog.GrowingTree;
import io.docket.tlog.Hash;
import io.docket.tlog.MissingTileException;
import io.docket.tlog.Proofs;
import io.docket.tlog.Tile;
import io.docket.tlog.Tree;
import io.docket.tlog.note.Checkpoint;
import io.docket.tlog.note.SignedNote;
import io.docket.tlog.table.EventRow;
import io.docket.tlog.table.EventTable;
import io.docket.tlog.table.TileTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes new events into the tree, and signs the checkpoint that they make, in one transaction: whatever a process ends in
 * the middle of, tiles and checkpoints belong together. Before it signs anything, it makes sure that the tree goes on from
 * the last checkpoint that was signed; if that cannot be shown, it signs nothing, and raises the alarm.
 */
@Component
final class TreeGrowth {

    private static final int AT_ONCE = 1000;
    private static final String WHO = "tree";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final CheckpointTable checkpoints;
    private final FinalEvents finalEvents;
    private final LogKeys keys;
    private final LargestSigned largest;
    private final LogAlarm alarm;

    TreeGrowth(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            CheckpointTable checkpoints,
            FinalEvents finalEvents,
            LogKeys keys,
            LargestSigned largest,
            LogAlarm alarm) {
        jdbc = new JdbcTemplate(dataSource);
        transaction = new TransactionTemplate(transactions);
        this.checkpoints = checkpoints;
        this.finalEvents = finalEvents;
        this.keys = keys;
        this.largest = largest;
        this.alarm = alarm;
    }

    /**
     * Takes in some events, if there are any and no other process does so.
     *
     * @return whether there are probably more
     */
    boolean grow() {
        Map<Checkpoint, SignedNote> signed = new HashMap<>();
        boolean more;
        try {
            more = Boolean.TRUE.equals(transaction.execute(
                    status -> jdbc.execute((ConnectionCallback<Boolean>) connection -> grow(connection, signed))));
        } catch (MissingTileException e) {
            if (PassingFault.causes(e)) {
                throw e;
            }
            alarm.raise(WHO, e.getMessage() + "; nothing more is signed");
            return false;
        }
        signed.forEach(largest::remember);
        return more;
    }

    private boolean grow(Connection connection, Map<Checkpoint, SignedNote> signed) throws SQLException {
        if (!Duties.takeTree(connection)) {
            return false;
        }
        Optional<SignedNote> newest = checkpoints.newest();
        Optional<Checkpoint> signedBefore = newest.flatMap(keys::verified);
        Checkpoint old = signedBefore.orElse(new Checkpoint(keys.origin(), 0, Hash.OF_EMPTY_TREE));
        if (newest.isPresent() && signedBefore.isEmpty()) {
            return refuse("The newest checkpoint is none that a key in docket.audit.log.keys has signed for this log. "
                    + "All processes need the same file");
        }
        if (newest.isEmpty() && hasTiles(connection)) {
            return refuse("There are tiles, and the checkpoint that was signed with them is gone");
        }
        Checkpoint known;
        try {
            known = largest.known().orElse(old);
        } catch (IllegalArgumentException e) {
            return refuse("What has been signed cannot be read: " + e.getMessage());
        }
        if (old.size() < known.size() || (old.size() == known.size() && !old.equals(known))) {
            return refuse(
                    "A checkpoint of " + known.size() + " events has been signed, and is gone. If this is another "
                            + "database, or one from a backup, see docs/how-to/verify-the-log.md");
        }
        Map<Tile, byte[]> tiles = new LinkedHashMap<>();
        GrowingTree tree = GrowingTree.from(old.size(), new TileTable(connection), tiles::put);
        if (!tree.root().equals(old.root())) {
            return refuse("The tiles are not those of the last checkpoint, of " + old.size() + " events");
        }
        if (!goesOn(connection, known, old)) {
            return refuse("The last checkpoint, of " + old.size() + " events, does not go on from the one of "
                    + known.size() + " events that has been signed");
        }
        newest.ifPresent(note -> largest.remember(old, note));
        List<EventRow> events = EventTable.read(connection, old.size(), finalEvents.last(), AT_ONCE);
        for (EventRow event : events) {
            if (event.position() != tree.size() + 1) {
                alarm.raise(WHO, "The event at position " + (tree.size() + 1) + " is missing");
                break;
            }
            tree.add(event.entry().hash());
        }
        boolean isWhole = tree.size() == old.size() + events.size();
        if (isWhole) {
            alarm.clear(WHO);
        }
        if (tree.size() > old.size() || newest.isEmpty()) {
            tree.forEachWidened(tiles::put);
            for (Map.Entry<Tile, byte[]> tile : tiles.entrySet()) {
                write(connection, tile.getKey(), tile.getValue());
            }
            var checkpoint = new Checkpoint(keys.origin(), tree.size(), tree.root());
            SignedNote note = keys.sign(checkpoint);
            checkpoints.add(checkpoint, note);
            signed.put(checkpoint, note);
        }
        return isWhole && events.size() == AT_ONCE;
    }

    private static boolean hasTiles(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select tile_level from log_tile fetch first 1 row only")) {
            return row.next();
        }
    }

    /** Whether the log of a checkpoint begins with that of an older one, which another process may have gone on from. */
    private static boolean goesOn(Connection connection, Checkpoint from, Checkpoint to) {
        return from.equals(to)
                || Proofs.isConsistent(
                        from.size(),
                        from.root(),
                        to.size(),
                        to.root(),
                        new Tree(to.size(), new TileTable(connection)).consistencyProof(from.size()));
    }

    private boolean refuse(String why) {
        alarm.raise(WHO, why + "; nothing more is signed");
        return false;
    }

    private static void write(Connection connection, Tile tile, byte[] hashes) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update log_tile set hashes = ? where tile_level = ? and tile_index = ?")) {
            if (execute(update, tile, hashes) > 0) {
                return;
            }
        }
        try (PreparedStatement insert =
                connection.prepareStatement("insert into log_tile (hashes, tile_level, tile_index) values (?, ?, ?)")) {
            execute(insert, tile, hashes);
        }
    }

    private static int execute(PreparedStatement statement, Tile tile, byte[] hashes) throws SQLException {
        statement.setBytes(1, hashes);
        statement.setInt(2, tile.level());
        statement.setLong(3, tile.index());
        return statement.executeUpdate();
    }
}
