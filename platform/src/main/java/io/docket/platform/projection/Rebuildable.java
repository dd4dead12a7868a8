package io.docket.platform.projection;

/** A projection whose tables can be made anew in bulk: all that is in them comes of its batches. */
public interface Rebuildable {

    /** What its handlers give each event to. */
    BatchedProjection<?> batches();
}
