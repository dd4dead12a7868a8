package io.docket.tlog.note;

import io.docket.tlog.Base64Text;
import io.docket.tlog.Hash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who has signed a note can be checked with it: an Ed25519 key with a name ({@code signed-note}, "Verifier keys"). */
public final class VerifierKey {

    /** Signs the text of notes. */
    static final byte NOTE = 1;

    /** Signs checkpoints, with the time ({@code tlog-cosignature}). */
    static final byte COSIGNATURE = 4;

    private final String name;
    private final byte type;
    private final byte[] point;
    private final int id;
    private final PublicKey key;

    VerifierKey(String name, byte type, byte[] point) {
        if (!NoteSignature.isName(name)) {
            throw new IllegalArgumentException("A key's name has no spaces and no plus signs");
        }
        if (type != NOTE && type != COSIGNATURE) {
            throw new IllegalArgumentException("Only keys of Ed25519 are known");
        }
        this.name = name;
        this.type = type;
        this.point = point.clone();
        id = ByteBuffer.wrap(Hash.sha256(ByteBuffer.allocate(bytes(name).length + 2 + point.length)
                        .put(bytes(name))
                        .put((byte) '\n')
                        .put(type)
                        .put(point)
                        .array()))
                .getInt();
        key = Ed25519.publicKey(point);
    }

    /**
     * Reads a key of notes, or of cosignatures.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static VerifierKey parse(String text) {
        String[] parts = text.split("\\+", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("Not a verifier key");
        }
        byte[] material = Base64Text.decode(parts[2]);
        if (material.length != 1 + Ed25519.BYTES) {
            throw new IllegalArgumentException("Only keys of Ed25519 are known");
        }
        var key = new VerifierKey(parts[0], material[0], Arrays.copyOfRange(material, 1, material.length));
        if (!key.hexId().equals(parts[1])) {
            throw new IllegalArgumentException("The id of the key is not that of its name and material");
        }
        return key;
    }

    public String name() {
        return name;
    }

    int id() {
        return id;
    }

    private String hexId() {
        return HexFormat.of().toHexDigits(id);
    }

    /** Whether it is a witness's. */
    public boolean isOfCosignatures() {
        return type == COSIGNATURE;
    }

    /** Whether a signature with this name and id is this key's. */
    boolean verifies(String text, NoteSignature signature) {
        byte[] signed = signature.signature();
        if (type == NOTE) {
            return signed.length == Ed25519.SIGNATURE_BYTES && verifies(bytes(text), signed);
        }
        if (signed.length != Long.BYTES + Ed25519.SIGNATURE_BYTES) {
            return false;
        }
        long time = ByteBuffer.wrap(signed).getLong();
        return time > 0 && verifies(bytes(cosigned(text, time)), Arrays.copyOfRange(signed, Long.BYTES, signed.length));
    }

    /** What a cosignature signs. */
    static String cosigned(String text, long time) {
        return "cosignature/v1\ntime " + time + "\n" + text;
    }

    private boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature verification = Signature.getInstance("Ed25519");
            verification.initVerify(key);
            verification.update(message);
            return verification.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VerifierKey that
                && type == that.type
                && name.equals(that.name)
                && Arrays.equals(point, that.point);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, id);
    }

    /** In the form that {@link #parse} reads. */
    @Override
    public String toString() {
        byte[] material = new byte[1 + point.length];
        material[0] = type;
        System.arraycopy(point, 0, material, 1, point.length);
        return name + "+" + hexId() + "+" + Base64.getEncoder().encodeToString(material);
    }
}
