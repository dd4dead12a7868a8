package io.docket.tlog.note;

import io.docket.tlog.Base64Text;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** Signs notes, or cosigns checkpoints, in a name. Written as Go's {@code sumdb/note} writes its keys. */
public final class SignerKey {

    private static final String PREFIX = "PRIVATE+KEY+";

    private final VerifierKey verifier;
    private final PrivateKey key;
    private final String text;

    private SignerKey(String name, byte type, byte[] seed) {
        KeyPair keys = Ed25519.keyPair(seed);
        verifier = new VerifierKey(name, type, Ed25519.point(keys.getPublic()));
        key = keys.getPrivate();
        byte[] material = new byte[1 + seed.length];
        material[0] = type;
        System.arraycopy(seed, 0, material, 1, seed.length);
        String id = verifier.toString().split("\\+", -1)[1];
        text = PREFIX + name + "+" + id + "+" + Base64.getEncoder().encodeToString(material);
    }

    /** Whether a text begins as a secret key does. */
    public static boolean isOne(String text) {
        return text.startsWith(PREFIX);
    }

    /**
     * Reads a key.
     *
     * @throws IllegalArgumentException if it is none; without the key in its message
     */
    public static SignerKey parse(String text) {
        String[] parts = text.split("\\+", 5);
        if (parts.length != 5 || !isOne(text)) {
            throw new IllegalArgumentException("Not a secret key of notes");
        }
        byte[] material = Base64Text.decode(parts[4]);
        if (material.length != 1 + Ed25519.BYTES) {
            throw new IllegalArgumentException("Only keys of Ed25519 are known");
        }
        var key = new SignerKey(parts[2], material[0], Arrays.copyOfRange(material, 1, material.length));
        if (!key.text.equals(text)) {
            throw new IllegalArgumentException("The id of the key is not that of its name and material");
        }
        return key;
    }

    /** Makes a key that signs notes. */
    public static SignerKey generate(String name) {
        return generate(name, VerifierKey.NOTE);
    }

    /** Makes a key that cosigns checkpoints. */
    public static SignerKey generateForCosignatures(String name) {
        return generate(name, VerifierKey.COSIGNATURE);
    }

    private static SignerKey generate(String name, byte type) {
        byte[] seed = new byte[Ed25519.BYTES];
        new SecureRandom().nextBytes(seed);
        return new SignerKey(name, type, seed);
    }

    /** What others check its signatures with. */
    public VerifierKey verifier() {
        return verifier;
    }

    /** The key itself, in the form that {@link #parse} reads. */
    public String secret() {
        return text;
    }

    /** Signs the text of a note. */
    public NoteSignature sign(String note) {
        return new NoteSignature(verifier.name(), verifier.id(), signature(note));
    }

    /**
     * Cosigns the text of a checkpoint.
     *
     * @param time to the second
     */
    public NoteSignature cosign(String checkpoint, Instant time) {
        byte[] signature = signature(VerifierKey.cosigned(checkpoint, time.getEpochSecond()));
        return new NoteSignature(
                verifier.name(),
                verifier.id(),
                ByteBuffer.allocate(Long.BYTES + signature.length)
                        .putLong(time.getEpochSecond())
                        .put(signature)
                        .array());
    }

    private byte[] signature(String message) {
        try {
            Signature signing = Signature.getInstance("Ed25519");
            signing.initSign(key);
            signing.update(message.getBytes(StandardCharsets.UTF_8));
            return signing.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A key of Ed25519 signs", e);
        }
    }

    /** Not the secret. */
    @Override
    public String toString() {
        return verifier.toString();
    }
}
