package io.docket.verify;

import io.docket.tlog.Tiles;
import io.docket.tlog.check.Leaves;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/** A log that is kept somewhere. */
interface StoredLog extends AutoCloseable {

    /** The tiles of its tree. */
    Tiles tiles();

    /**
     * What stands at its positions.
     *
     * @param size how many leaves the tree has against which they are held
     */
    Leaves leaves(long size);

    @Override
    void close();

    /** The one at an address of the web, in a folder or file, or in a database. */
    static StoredLog open(String where, Map<String, String> environment) {
        if (where.startsWith("jdbc:")) {
            return DatabaseLog.open(where, environment);
        }
        if (where.startsWith("http://") || where.startsWith("https://")) {
            return new ServedLog(WebFiles.at(where, environment.get("DOCKET_TOKEN")));
        }
        try {
            Path path = Path.of(where);
            return Files.isDirectory(path)
                    ? new ServedLog(name -> Files.readAllBytes(path.resolve(name)))
                    : new ExportedLog(path);
        } catch (InvalidPathException e) {
            throw new CannotTellException(where + " cannot be read", e);
        }
    }
}
