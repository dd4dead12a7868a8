package io.docket.platform.testing;

/** The databases that Docket runs on; to be enumerated by parameterized tests. */
public enum Database {
    H2,
    POSTGRESQL
}
