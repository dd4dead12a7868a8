package io.docket.audit.log;

import java.nio.file.Path;

/** Where the keys of the log are. */
public record LogKeyFile(Path path) {}
