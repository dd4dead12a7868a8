package io.docket.tlog.note;

import io.docket.tlog.Base64Text;
import io.docket.tlog.Hash;
import io.docket.tlog.Proofs;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * That an entry is in a log, to be checked offline (C2SP {@code tlog-proof}).
 *
 * @param extra not part of what is proved; of Docket's proofs, the entry
 * @param index of the entry, from 0
 * @param path from the leaf's sibling up
 * @param checkpoint as it was signed
 */
public record TlogProof(Optional<byte[]> extra, long index, List<Hash> path, SignedNote checkpoint) {

    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";
    private static final int LONGEST_PATH = 63;

    public TlogProof {
        path = List.copyOf(path);
    }

    /**
     * Reads a proof; whether it holds is not looked at.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static TlogProof parse(String text) {
        int split = text.indexOf("\n\n");
        if (split < 0) {
            throw new IllegalArgumentException("Not a proof of a transparency log");
        }
        List<String> lines = List.of(text.substring(0, split).split("\n", -1));
        int next = 0;
        if (!lines.get(next++).equals(HEADER)) {
            throw new IllegalArgumentException("Not a proof of a transparency log");
        }
        Optional<byte[]> extra = Optional.empty();
        if (next < lines.size() && lines.get(next).startsWith(EXTRA)) {
            extra = Optional.of(Base64Text.decode(lines.get(next++).substring(EXTRA.length())));
        }
        if (next == lines.size() || !lines.get(next).startsWith(INDEX)) {
            throw new IllegalArgumentException("The proof has no index");
        }
        long index = Checkpoint.size(lines.get(next++).substring(INDEX.length()));
        List<String> hashes = lines.subList(next, lines.size());
        if (hashes.size() > LONGEST_PATH) {
            throw new IllegalArgumentException("The proof has too many hashes");
        }
        return new TlogProof(
                extra,
                index,
                hashes.stream().map(Hash::ofBase64).toList(),
                SignedNote.parse(text.substring(split + 2)));
    }

    /** Whether the signed tree has this leaf at the index. Who has signed it is another question. */
    public boolean proves(Hash leaf) {
        Checkpoint tree = Checkpoint.parse(checkpoint.text());
        return Proofs.isIncluded(leaf, index, path, tree.size(), tree.root());
    }

    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        lines.add(HEADER);
        extra.ifPresent(bytes -> lines.add(EXTRA + Base64.getEncoder().encodeToString(bytes)));
        lines.add(INDEX + index);
        path.forEach(hash -> lines.add(hash.base64()));
        lines.add("");
        return String.join("\n", lines) + "\n" + checkpoint;
    }
}
