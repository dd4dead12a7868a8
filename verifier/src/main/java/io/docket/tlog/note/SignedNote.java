package io.docket.tlog.note;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A text with the signatures under it (C2SP {@code signed-note}).
 *
 * @param text with its last line break
 * @param signatures at least one
 */
public record SignedNote(String text, List<NoteSignature> signatures) {

    private static final int MOST_SIGNATURES = 100;
    private static final int LONGEST = 1_000_000;

    public SignedNote {
        signatures = List.copyOf(signatures);
    }

    /**
     * Reads a note.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static SignedNote parse(String note) {
        int split = note.lastIndexOf("\n\n");
        if (split < 0 || note.length() > LONGEST || !note.endsWith("\n") || hasControls(note)) {
            throw new IllegalArgumentException("Not a signed note");
        }
        List<NoteSignature> signatures = new ArrayList<>();
        if (split + 2 < note.length()) {
            for (String line : note.substring(split + 2, note.length() - 1).split("\n", -1)) {
                signatures.add(NoteSignature.parse(line));
            }
        }
        if (signatures.isEmpty() || signatures.size() > MOST_SIGNATURES) {
            throw new IllegalArgumentException("Not a note with 1 to " + MOST_SIGNATURES + " signatures");
        }
        return new SignedNote(note.substring(0, split + 1), signatures);
    }

    /**
     * Reads a note.
     *
     * @param note in UTF-8
     * @throws IllegalArgumentException if it is none
     */
    public static SignedNote parse(byte[] note) {
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(note))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("Not UTF-8", e);
        }
    }

    private static boolean hasControls(String note) {
        return note.chars().anyMatch(character -> character < ' ' && character != '\n');
    }

    /**
     * By which of these keys it is signed. Signatures of other keys mean nothing.
     *
     * @throws IllegalArgumentException if what stands there as the signature of one of these keys is none
     */
    public Set<VerifierKey> signedBy(Collection<VerifierKey> keys) {
        Set<VerifierKey> signers = new LinkedHashSet<>();
        for (NoteSignature signature : signatures) {
            for (VerifierKey key : keys) {
                if (signature.isOf(key)) {
                    if (!key.verifies(text, signature)) {
                        throw new IllegalArgumentException("The signature of " + key.name() + " does not verify");
                    }
                    signers.add(key);
                }
            }
        }
        return signers;
    }

    @Override
    public String toString() {
        var note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature.line()).append('\n'));
        return note.toString();
    }
}
