package io.docket.platform.recordedlog;

import java.util.List;

/**
 * Where events are kept first. It takes batches, each under the next number; of several that come under the same number it
 * takes one, whoever sends them, and however late.
 */
public interface LogOfRecord {

    /**
     * How many batches it has.
     *
     * @throws RecordUnavailableException if it does not answer in time
     */
    long batches();

    /**
     * What a batch says of itself.
     *
     * @param number of a batch that it has
     * @throws RecordUnavailableException if it does not answer in time
     * @throws OtherRecordException if what it has there is no batch of ours
     */
    BatchMark mark(long number);

    /**
     * Appends a batch whole, or nothing of it.
     *
     * @throws NumberTakenException if there is one of this number already; nothing is appended then, and nothing will be
     * @throws RecordUnavailableException if it does not answer in time; the batch may be appended all the same, even later
     */
    void append(Batch batch);

    /**
     * Reads some of the batches that it has, in order.
     *
     * @param from the number of the first one that is wanted
     * @param token where that one begins, or before
     * @return at least one; none if it takes long to find them among what others have written, and the next call goes on
     * @throws RecordUnavailableException if it does not answer in time
     * @throws OtherRecordException if what it has there are no batches of ours
     */
    List<Batch> read(long from, long token);
}
