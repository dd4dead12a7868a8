package io.docket.authorization;

import static java.util.stream.Collectors.toUnmodifiableMap;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.docket.platform.settings.DataFolder;
import io.docket.platform.settings.InvalidSettingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.PublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of the embedded server's tokens. They lie in a file, so that tokens outlive a restart. The newest signs, until a
 * new one takes its place after {@link #SIGNS_FOR}; an older one verifies until the last token that it signed has expired.
 * Processes that share the folder share the keys.
 */
final class SigningKeys {

    /** How long a key signs. */
    static final Duration SIGNS_FOR = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
    private static final String FILE = "authorization-server.jwks";
    private static final String LOCK = "authorization-server.lock";
    private static final int BITS = 2048;

    /** How far the clocks of those may be apart who sign and who verify. */
    private static final Duration LEEWAY = Duration.ofMinutes(5);

    /** A file lock is the whole process's. */
    private static final Object ONE_IN_THE_PROCESS = new Object();

    private final DataFolder folder;
    private final Duration tokenLifetime;
    private final Clock clock;

    private volatile Keys keys = new Keys(List.of(), FileTime.fromMillis(0));

    /**
     * The keys in a folder; a first one is made if there are none.
     *
     * @param tokenLifetime how long a token is valid that a key has signed
     * @param clock the one that dates the tokens
     * @throws InvalidSettingException if the keys cannot be read
     */
    SigningKeys(Path folder, Duration tokenLifetime, Clock clock) {
        this.folder = DataFolder.at(folder);
        this.tokenLifetime = tokenLifetime;
        this.clock = clock;
        signing();
    }

    /** The key that signs now. */
    RSAKey signing() {
        if (keys.isDue(clock.instant())) {
            renew();
        }
        return keys.newestFirst.get(0);
    }

    /** What others verify tokens with. */
    JWKSet published() {
        signing();
        return new JWKSet(
                keys.newestFirst.stream().<JWK>map(RSAKey::toPublicJWK).toList());
    }

    /** The key that a token of now may be signed with, if there is one of this id. */
    List<PublicKey> verifying(@Nullable String keyId) {
        if (keyId == null) {
            return List.of();
        }
        if (!keys.verifying.containsKey(keyId)) {
            readAgain();
        }
        Verifying found = keys.verifying.get(keyId);
        return found == null || found.until.isBefore(clock.instant()) ? List.of() : List.of(found.key);
    }

    /** Another process may have made a new key. */
    private void readAgain() {
        try {
            if (!Files.getLastModifiedTime(folder.file(FILE)).equals(keys.written)) {
                keys = read();
            }
        } catch (IOException e) {
            LOG.warn("The signing keys cannot be read again: {}", e.toString());
        }
    }

    /** Makes a new key, unless another process has just done so. */
    private void renew() {
        synchronized (ONE_IN_THE_PROCESS) {
            try (FileChannel lock = FileChannel.open(folder.touch(LOCK), StandardOpenOption.WRITE)) {
                lock.lock();
                keys = read();
                Instant now = clock.instant();
                if (keys.isDue(now)) {
                    List<JWK> renewed = new ArrayList<>();
                    renewed.add(new RSAKeyGenerator(BITS)
                            .keyID(UUID.randomUUID().toString())
                            .issueTime(Date.from(now))
                            .generate());
                    keys.newestFirst.stream()
                            .filter(key -> !keys.until(key, now).isBefore(now))
                            .forEach(renewed::add);
                    folder.write(FILE, new JWKSet(renewed).toString(false));
                    keys = read();
                    LOG.debug("A new key signs tokens; {} in all", renewed.size());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (JOSEException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private Keys read() throws IOException {
        Path file = folder.file(FILE);
        if (!Files.exists(file)) {
            return new Keys(List.of(), FileTime.fromMillis(0));
        }
        try {
            FileTime written = Files.getLastModifiedTime(file);
            List<RSAKey> found = new ArrayList<>();
            for (JWK key : JWKSet.parse(Files.readString(file)).getKeys()) {
                found.add(key.toRSAKey());
            }
            return new Keys(found, written);
        } catch (ParseException | RuntimeException e) {
            throw new InvalidSettingException(
                    file + " does not hold signing keys.",
                    "Delete the file: tokens that are still valid have to be asked for again.");
        }
    }

    private record Verifying(PublicKey key, Instant until) {}

    /** What the file held when it was read. */
    private final class Keys {

        private final List<RSAKey> newestFirst;
        private final FileTime written;

        /** Made once, and not for each token. */
        private final Map<String, Verifying> verifying;

        Keys(List<RSAKey> found, FileTime written) {
            this.written = written;
            newestFirst = found.stream()
                    .sorted(Comparator.comparing(RSAKey::getIssueTime).reversed())
                    .toList();
            verifying = newestFirst.stream()
                    .collect(toUnmodifiableMap(
                            RSAKey::getKeyID, key -> new Verifying(publicKey(key), until(key, Instant.MAX))));
        }

        boolean isDue(Instant now) {
            return newestFirst.isEmpty()
                    || !now.isBefore(
                            newestFirst.get(0).getIssueTime().toInstant().plus(SIGNS_FOR));
        }

        /**
         * Until when a key verifies.
         *
         * @param replaced when the newest key stops to sign
         */
        Instant until(RSAKey key, Instant replaced) {
            int place = newestFirst.indexOf(key);
            Instant last = place == 0
                    ? replaced
                    : newestFirst.get(place - 1).getIssueTime().toInstant();
            return last.equals(Instant.MAX) ? last : last.plus(tokenLifetime).plus(LEEWAY);
        }

        private static PublicKey publicKey(RSAKey key) {
            try {
                return key.toRSAPublicKey();
            } catch (JOSEException e) {
                throw new IllegalArgumentException(e);
            }
        }
    }
}
