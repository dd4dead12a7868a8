package io.docket.witness;

import io.docket.tlog.Hash;
import io.docket.tlog.note.Checkpoint;
import io.docket.tlog.note.SignedNote;
import java.util.List;

/**
 * What a log asks a witness ({@code add-checkpoint}).
 *
 * @param old how many leaves the last checkpoint had that the witness cosigned; 0 if there is none
 * @param proof that the log of the checkpoint begins with that
 * @param checkpoint to be cosigned
 */
public record AddCheckpoint(long old, List<Hash> proof, SignedNote checkpoint) {

    private static final String OLD = "old ";
    private static final int LONGEST_PROOF = 63;

    public AddCheckpoint {
        proof = List.copyOf(proof);
    }

    /**
     * Reads a request.
     *
     * @throws IllegalArgumentException if it is none
     */
    static AddCheckpoint parse(String body) {
        int split = body.indexOf("\n\n");
        if (split < 0 || !body.startsWith(OLD)) {
            throw new IllegalArgumentException("Not a request for a cosignature");
        }
        List<String> lines = List.of(body.substring(OLD.length(), split).split("\n", -1));
        if (lines.size() > 1 + LONGEST_PROOF) {
            throw new IllegalArgumentException("The proof has too many hashes");
        }
        return new AddCheckpoint(
                Checkpoint.size(lines.get(0)),
                lines.subList(1, lines.size()).stream().map(Hash::ofBase64).toList(),
                SignedNote.parse(body.substring(split + 2)));
    }

    @Override
    public String toString() {
        var body = new StringBuilder(OLD).append(old).append('\n');
        proof.forEach(hash -> body.append(hash.base64()).append('\n'));
        return body.append('\n').append(checkpoint).toString();
    }
}
