package io.docket.tlog.table;

import io.docket.tlog.MissingTileException;
import io.docket.tlog.Tile;
import io.docket.tlog.Tiles;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The table of tiles, over one connection. A partial tile is the begin of what its row holds. */
public final class TileTable implements Tiles {

    private final Connection connection;

    public TileTable(Connection connection) {
        this.connection = connection;
    }

    @Override
    public byte[] read(Tile tile) {
        try (PreparedStatement query =
                connection.prepareStatement("select hashes from log_tile where tile_level = ? and tile_index = ?")) {
            query.setInt(1, tile.level());
            query.setLong(2, tile.index());
            try (ResultSet row = query.executeQuery()) {
                if (row.next()) {
                    return row.getBytes(1);
                }
            }
        } catch (SQLException e) {
            throw new MissingTileException(tile, e);
        }
        throw new MissingTileException(tile);
    }
}
