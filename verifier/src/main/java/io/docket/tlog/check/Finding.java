package io.docket.tlog.check;

/**
 * What does not fit.
 *
 * @param first the first position that does not; if the tree's own hashes do not tell which, where it can be at first
 * @param last the same, or where it can be at last
 * @param what the same for a person
 */
public record Finding(long first, long last, String what) {

    static Finding at(long position, String what) {
        return new Finding(position, position, what);
    }
}
