package io.docket.platform.privacy;

import com.google.crypto.tink.Aead;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A person whose data are kept, and the key that they are encrypted under.
 *
 * <p>One that was met for the first time is not in the database yet: it gets there in the transaction of the first event
 * that concerns it.
 */
public final class Person {

    private final long id;
    private final String kind;
    private final String lookup;
    private final byte[] wrappedKey;
    private final String masterKey;
    private final Aead key;

    private volatile boolean stored;

    Person(long id, String kind, String lookup, byte[] wrappedKey, String masterKey, Aead key, boolean stored) {
        this.id = id;
        this.kind = kind;
        this.lookup = lookup;
        this.wrappedKey = wrappedKey;
        this.masterKey = masterKey;
        this.key = key;
        this.stored = stored;
    }

    /** The number that encrypted values name. */
    public long id() {
        return id;
    }

    String kind() {
        return kind;
    }

    /** The keyed hash of what the person is known by. */
    String lookup() {
        return lookup;
    }

    byte[] wrappedKey() {
        return wrappedKey;
    }

    /** The name of the master key that wraps the key. */
    String masterKey() {
        return masterKey;
    }

    Aead key() {
        return key;
    }

    /** Whether it is known to be in the database. */
    public boolean isStored() {
        return stored;
    }

    /** Notes that it is in the database. */
    public void setStored() {
        stored = true;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Person person && person.id == id;
    }

    @Override
    public int hashCode() {
        return Objects.hash(id);
    }
}
