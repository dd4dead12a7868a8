package io.docket.tlog;

/** A tile that the tree needs cannot be read, or is too short. */
public final class MissingTileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MissingTileException(Tile tile) {
        super(tile.path() + " is missing, or too short");
    }

    /** One that was looked for in vain. */
    public MissingTileException(Tile tile, Throwable cause) {
        super(tile.path() + " cannot be read: " + cause.getMessage(), cause);
    }
}
