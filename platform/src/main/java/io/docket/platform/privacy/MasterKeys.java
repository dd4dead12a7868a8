package io.docket.platform.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import io.docket.platform.settings.InvalidSettingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * The master keys, which wrap the keys of persons. They lie in a file; its first one wraps. What is in the file is taken up
 * while the system runs.
 */
@Component
@EnableConfigurationProperties(PrivacyProperties.class)
final class MasterKeys {

    static final int BYTES = 32;

    private static final Logger LOG = LoggerFactory.getLogger(MasterKeys.class);

    private static final Pattern LINE = Pattern.compile("(?<name>[A-Za-z0-9._-]{1,32})\\s+(?<key>[A-Za-z0-9+/]{43}=)");
    private static final String REMEDY =
            "Each line of the file that docket.privacy.master-keys names is a name, a space, "
                    + "and 32 bytes as base64, such as openssl rand -base64 32 prints.";

    /** A file lock is the whole process's. */
    private static final Object ONE_IN_THE_PROCESS = new Object();

    private final Path file;

    private volatile Keys keys;

    private record Keys(String content, Map<String, Aead> byName) {}

    MasterKeys(PrivacyProperties properties) {
        file = properties.masterKeys().toAbsolutePath().normalize();
        keys = parse(read());
    }

    Path file() {
        return file;
    }

    Set<String> names() {
        return keys.byName.keySet();
    }

    /** The name of the one that wraps. */
    String newest() {
        return keys.byName.keySet().iterator().next();
    }

    byte[] wrap(byte[] key, String masterKey, String whose) {
        try {
            return find(masterKey).orElseThrow().encrypt(key, whose.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Unwraps a key.
     *
     * @param masterKey the name of the master key that has wrapped it
     * @throws GeneralSecurityException if it is not there, or another one of the same name
     */
    byte[] unwrap(byte[] wrapped, String masterKey, String whose) throws GeneralSecurityException {
        Optional<Aead> found = find(masterKey);
        if (found.isEmpty()) {
            readAgain();
            found = find(masterKey);
        }
        return found.orElseThrow(() -> new GeneralSecurityException("There is no master key " + masterKey))
                .decrypt(wrapped, whose.getBytes(UTF_8));
    }

    private Optional<Aead> find(String name) {
        return Optional.ofNullable(keys.byName.get(name));
    }

    /** Takes up what has changed in the file. A file that cannot be read, or is wrong, changes nothing. */
    void readAgain() {
        try {
            String content = read();
            if (content.equals(keys.content)) {
                return;
            }
            Keys changed = parse(content);
            if (changed.byName.isEmpty()) {
                LOG.error("There are no master keys in {} any more; those that it had go on", file);
                return;
            }
            keys = changed;
            LOG.info("The master keys are read again: {} wraps", newest());
        } catch (InvalidSettingException e) {
            LOG.error("{} The master keys that were read before go on", e.getMessage());
        }
    }

    /** Makes a first key, in a file for nobody but its owner, unless another process has just done so. */
    void create() {
        synchronized (ONE_IN_THE_PROCESS) {
            try {
                Files.createDirectories(file.resolveSibling(""));
                try (FileChannel channel = FileChannel.open(
                        file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), onlyForTheOwner())) {
                    channel.lock();
                    if (channel.size() == 0) {
                        var key = new byte[BYTES];
                        new SecureRandom().nextBytes(key);
                        String line = UUID.randomUUID().toString().substring(0, 8) + " "
                                + Base64.getEncoder().encodeToString(key) + "\n";
                        channel.write(ByteBuffer.wrap(line.getBytes(UTF_8)));
                        channel.force(true);
                    }
                }
                keys = parse(read());
            } catch (IOException e) {
                throw new InvalidSettingException(
                        "The file " + file + " for the master key of personal data cannot be made: "
                                + e.getClass().getSimpleName() + ".",
                        "Set docket.privacy.master-keys to a file that this user may read, or make.");
            }
        }
    }

    private FileAttribute<?>[] onlyForTheOwner() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private String read() {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new InvalidSettingException(
                    "The master keys of personal data in " + file + " cannot be read: "
                            + e.getClass().getSimpleName() + ".",
                    "Set docket.privacy.master-keys to a file that this user may read.");
        }
    }

    private Keys parse(String content) {
        Map<String, Aead> found = new LinkedHashMap<>();
        int number = 0;
        for (String line : content.lines().map(String::strip).toList()) {
            number++;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new InvalidSettingException("Line " + number + " of " + file + " is no master key.", REMEDY);
            }
            try {
                var key = new AesGcmJce(Base64.getDecoder().decode(parts.group("key")));
                if (found.put(parts.group("name"), key) != null) {
                    throw new InvalidSettingException(
                            "Line " + number + " of " + file + " has the name of a line before.", REMEDY);
                }
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                throw new InvalidSettingException("Line " + number + " of " + file + " is no master key.", REMEDY);
            }
        }
        return new Keys(content, found);
    }
}
