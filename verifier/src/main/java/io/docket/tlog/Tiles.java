package io.docket.tlog;

/** Where the tiles of a tree are read from. What it gives need not be trusted: proofs made of it tell. */
@FunctionalInterface
public interface Tiles {

    /**
     * The hashes of a tile, one after the other, 32 bytes each.
     *
     * @return at least as many as the tile is wide
     * @throws MissingTileException if there is no such tile
     */
    byte[] read(Tile tile);
}
