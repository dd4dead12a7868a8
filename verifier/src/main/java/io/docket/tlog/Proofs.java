package io.docket.tlog;

import java.util.List;

/** Checks proofs, as RFC 9162 says in sections 2.1.3.2 and 2.1.4.2. */
public final class Proofs {

    private Proofs() {}

    /** Whether a leaf stands at its index in a tree of this size and root. */
    public static boolean isIncluded(Hash leaf, long index, List<Hash> path, long size, Hash root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long node = index;
        long last = size - 1;
        Hash found = leaf;
        for (Hash sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                found = Hash.ofNode(sibling, found);
                int skipped = (node & 1) == 1 ? 0 : Long.numberOfTrailingZeros(node);
                node >>>= skipped;
                last >>>= skipped;
            } else {
                found = Hash.ofNode(found, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && found.equals(root);
    }

    /** Whether a tree of this size and root begins with an older one. */
    public static boolean isConsistent(long oldSize, Hash oldRoot, long size, Hash root, List<Hash> proof) {
        if (oldSize > size) {
            return false;
        }
        if (oldSize == size) {
            return proof.isEmpty() && oldRoot.equals(root);
        }
        if (oldSize == 0) {
            return proof.isEmpty() && oldRoot.equals(Hash.OF_EMPTY_TREE);
        }
        boolean isComplete = Long.bitCount(oldSize) == 1;
        if (!isComplete && proof.isEmpty()) {
            return false;
        }
        int skipped = Long.numberOfTrailingZeros(oldSize);
        long node = (oldSize - 1) >>> skipped;
        long last = (size - 1) >>> skipped;
        Hash first = isComplete ? oldRoot : proof.get(0);
        Hash rootOfOld = first;
        Hash rootOfNow = first;
        for (Hash hash : isComplete ? proof : proof.subList(1, proof.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                rootOfOld = Hash.ofNode(hash, rootOfOld);
                rootOfNow = Hash.ofNode(hash, rootOfNow);
                int zeros = (node & 1) == 1 ? 0 : Long.numberOfTrailingZeros(node);
                node >>>= zeros;
                last >>>= zeros;
            } else {
                rootOfNow = Hash.ofNode(rootOfNow, hash);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && rootOfOld.equals(oldRoot) && rootOfNow.equals(root);
    }
}
