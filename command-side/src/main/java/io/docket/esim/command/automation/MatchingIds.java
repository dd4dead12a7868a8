package io.docket.esim.command.automation;

import io.docket.esim.api.EsimOrderId;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What devices name profiles by (GSMA SGP.22, section 4.1.1): capital letters, digits and hyphens. Made of the order, whose
 * id nobody guesses, and the item: the same again whenever it is asked for.
 */
final class MatchingIds {

    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int GROUPS = 5;
    private static final int GROUP_LENGTH = 5;

    private MatchingIds() {}

    static String of(EsimOrderId orderId, int item) {
        var digest = new BigInteger(1, sha256("matching-id\n" + orderId + "\n" + item));
        var id = new StringBuilder("M");
        for (int i = 0; i < GROUPS * GROUP_LENGTH; i++) {
            if (i % GROUP_LENGTH == 0) {
                id.append('-');
            }
            id.append(ALPHABET.charAt(
                    digest.mod(BigInteger.valueOf(ALPHABET.length())).intValue()));
            digest = digest.divide(BigInteger.valueOf(ALPHABET.length()));
        }
        return id.toString();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
