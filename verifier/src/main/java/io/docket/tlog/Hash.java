package io.docket.tlog;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A SHA-256 hash of a Merkle tree (RFC 6962, section 2.1). */
public final class Hash {

    /** How many bytes it has. */
    public static final int BYTES = 32;

    private static final byte LEAF = 0;
    private static final byte NODE = 1;
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Hash::newSha256);

    /** The root of a tree without leaves. */
    public static final Hash OF_EMPTY_TREE = new Hash(sha256(new byte[0]));

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The hash that stands at a place.
     *
     * @throws IllegalArgumentException if too few bytes are left there
     */
    public static Hash in(byte[] bytes, int offset) {
        if (offset < 0 || offset + BYTES > bytes.length) {
            throw new IllegalArgumentException("A hash has 32 bytes");
        }
        return new Hash(Arrays.copyOfRange(bytes, offset, offset + BYTES));
    }

    /**
     * Reads 32 bytes in base64.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static Hash ofBase64(String text) {
        byte[] bytes = Base64Text.decode(text);
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("A hash has 32 bytes");
        }
        return new Hash(bytes);
    }

    /** Of a leaf with this content. */
    public static Hash ofLeaf(byte[] entry) {
        MessageDigest digest = SHA_256.get();
        digest.update(LEAF);
        return new Hash(digest.digest(entry));
    }

    /** Of the node above two others. */
    public static Hash ofNode(Hash left, Hash right) {
        MessageDigest digest = SHA_256.get();
        digest.update(NODE);
        digest.update(left.bytes);
        return new Hash(digest.digest(right.bytes));
    }

    /** The plain SHA-256 digest. */
    public static byte[] sha256(byte[] content) {
        return SHA_256.get().digest(content);
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Puts the 32 bytes at a place. */
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, BYTES);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return base64();
    }
}
