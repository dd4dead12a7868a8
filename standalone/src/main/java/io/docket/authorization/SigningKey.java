package io.docket.authorization;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.UUID;

/** The key that signs the embedded server's tokens. It lies in a file, so that tokens outlive a restart. */
final class SigningKey {

    private static final int BITS = 2048;

    private SigningKey() {}

    static RSAKey in(Path folder) {
        Path file = folder.resolve("authorization-server.jwk");
        try {
            Files.createDirectories(folder);
            try {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                RSAKey key = new RSAKeyGenerator(BITS)
                        .keyID(UUID.randomUUID().toString())
                        .generate();
                Files.writeString(file, key.toJSONString());
                return key;
            } catch (FileAlreadyExistsException e) {
                return RSAKey.parse(Files.readString(file));
            }
        } catch (IOException | JOSEException | ParseException e) {
            throw new IllegalStateException(file + " cannot be read or written; a broken one may be deleted", e);
        }
    }
}
