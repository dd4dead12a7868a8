package io.docket.audit.log;

import java.nio.file.Path;

/**
 * Where the files of the log are.
 *
 * @param keys the keys that sign it
 * @param signed the largest checkpoint that is known to have been signed; there is none before the first
 */
public record LogFiles(Path keys, Path signed) {}
