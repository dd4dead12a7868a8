package io.docket.platform.projection.rebuild;

/**
 * How far a read model is that is being made anew.
 *
 * @param done how many positions of the log have been dealt with
 * @param total the position of the last event
 */
record RebuildProgress(String projection, long done, long total) {}
