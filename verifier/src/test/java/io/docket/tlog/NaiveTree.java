package io.docket.tlog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Merkle tree as RFC 6962 defines it in section 2.1, word for word, without any regard for speed. */
public final class NaiveTree {

    private NaiveTree() {}

    /** Leaves that tell each other apart. */
    public static List<byte[]> leaves(int count) {
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leaves.add(("leaf " + i).getBytes(StandardCharsets.UTF_8));
        }
        return leaves;
    }

    /** MTH(D[n]). */
    public static byte[] mth(List<byte[]> d) {
        int n = d.size();
        if (n == 0) {
            return sha256();
        }
        if (n == 1) {
            return sha256(new byte[] {0}, d.get(0));
        }
        int k = k(n);
        return sha256(new byte[] {1}, mth(d.subList(0, k)), mth(d.subList(k, n)));
    }

    /** PATH(m, D[n]). */
    static List<byte[]> path(int m, List<byte[]> d) {
        int n = d.size();
        if (n == 1) {
            return List.of();
        }
        int k = k(n);
        return m < k
                ? joined(path(m, d.subList(0, k)), mth(d.subList(k, n)))
                : joined(path(m - k, d.subList(k, n)), mth(d.subList(0, k)));
    }

    /** PROOF(m, D[n]). */
    static List<byte[]> proof(int m, List<byte[]> d) {
        return subproof(m, d, true);
    }

    private static List<byte[]> subproof(int m, List<byte[]> d, boolean b) {
        int n = d.size();
        if (m == n) {
            return b ? List.of() : List.of(mth(d));
        }
        int k = k(n);
        return m <= k
                ? joined(subproof(m, d.subList(0, k), b), mth(d.subList(k, n)))
                : joined(subproof(m - k, d.subList(k, n), false), mth(d.subList(0, k)));
    }

    /** Tiles as their definition in {@code tlog-tiles} says. */
    static Map<Tile, byte[]> tiles(List<byte[]> d) {
        Map<Tile, byte[]> tiles = new HashMap<>();
        int reach = 1;
        for (int level = 0; reach <= d.size(); level++, reach *= 256) {
            List<byte[]> row = new ArrayList<>();
            for (int from = 0; from + reach <= d.size(); from += reach) {
                row.add(mth(d.subList(from, from + reach)));
            }
            for (int from = 0; from < row.size(); from += 256) {
                List<byte[]> hashes = row.subList(from, Math.min(row.size(), from + 256));
                tiles.put(new Tile(level, from / 256, hashes.size()), concatenated(hashes));
            }
        }
        return tiles;
    }

    private static byte[] concatenated(List<byte[]> hashes) {
        byte[] all = new byte[hashes.size() * 32];
        for (int i = 0; i < hashes.size(); i++) {
            System.arraycopy(hashes.get(i), 0, all, i * 32, 32);
        }
        return all;
    }

    private static int k(int n) {
        int k = 1;
        while (k * 2 < n) {
            k *= 2;
        }
        return k;
    }

    private static List<byte[]> joined(List<byte[]> hashes, byte[] last) {
        List<byte[]> joined = new ArrayList<>(hashes);
        joined.add(last);
        return joined;
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
