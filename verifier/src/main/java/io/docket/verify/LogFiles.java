package io.docket.verify;

import java.io.IOException;

/** The files of a log, by their paths below its prefix. */
@FunctionalInterface
interface LogFiles {

    /**
     * What is in a file.
     *
     * @throws IOException if there is none, or it cannot be read
     */
    byte[] read(String path) throws IOException;
}
