package io.docket.tlog.check;

import io.docket.tlog.Hash;

/**
 * What stands at a position of the log.
 *
 * @param position from 1
 */
public record Leaf(long position, Hash hash) {}
