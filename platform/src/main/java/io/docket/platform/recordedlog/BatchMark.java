package io.docket.platform.recordedlog;

/**
 * What a batch says of itself.
 *
 * @param number of the batch, from 0
 * @param token where its events begin in the log of record, or before: what others may have written there comes on top
 * @param first the position of its first event; if it has none, of the one that comes next
 * @param count how many events it has
 * @param last the identifier of the last event up to here, of this batch or one before; empty if there is none
 */
public record BatchMark(long number, long token, long first, int count, String last) {

    /** The position of the last event up to here; 0 if there is none. */
    public long lastPosition() {
        return first - 1 + count;
    }

    /** Where the next batch begins in the log of record, or before. */
    public long nextToken() {
        return token + count + 1;
    }
}
