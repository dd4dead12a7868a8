package io.docket.platform.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import io.docket.platform.privacy.Persons;
import java.security.GeneralSecurityException;
import org.springframework.stereotype.Component;

/**
 * Encrypts secrets that have to be used again, by AES-256-GCM under a key that the master keys wrap. Whoever has the
 * database alone reads none.
 */
@Component
public final class Secrets {

    private final Aead key;

    Secrets(Persons persons) {
        key = persons.keyOfSecrets();
    }

    /**
     * Encrypts a secret for its place.
     *
     * @param place where it is kept: nowhere else can it be decrypted
     */
    public byte[] seal(String secret, String place) {
        try {
            return key.encrypt(secret.getBytes(UTF_8), place.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Decrypts it.
     *
     * @throws IllegalStateException if it was not encrypted by this system for this place
     */
    public String open(byte[] sealed, String place) {
        try {
            return new String(key.decrypt(sealed, place.getBytes(UTF_8)), UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The secret of " + place + " cannot be decrypted", e);
        }
    }
}
