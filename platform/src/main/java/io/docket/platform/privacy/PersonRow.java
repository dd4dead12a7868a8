package io.docket.platform.privacy;

import io.docket.platform.errors.UnavailableException;
import java.security.GeneralSecurityException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/** A person as the database keeps it. Of one who was erased only the number and the kind are left. */
@SuppressWarnings("ArrayRecordComponent")
record PersonRow(
        long id,
        String kind,
        @Nullable String lookup,
        byte @Nullable [] wrappedKey,
        @Nullable String masterKey) {

    static final String COLUMNS = "person_id, kind, lookup, wrapped_key, master_key";

    static final RowMapper<PersonRow> MAPPER = (row, number) -> new PersonRow(
            row.getLong("person_id"),
            row.getString("kind"),
            row.getString("lookup"),
            row.getBytes("wrapped_key"),
            row.getString("master_key"));

    static String whose(long id) {
        return "person " + id;
    }

    boolean isErased() {
        return wrappedKey == null;
    }

    Person open(MasterKeys masterKeys) {
        byte[] wrapped = Objects.requireNonNull(wrappedKey);
        String wrappedBy = Objects.requireNonNull(masterKey);
        return new Person(
                id,
                kind,
                Objects.requireNonNull(lookup),
                wrapped,
                wrappedBy,
                Persons.aead(unwrapped(masterKeys)),
                true);
    }

    byte[] unwrapped(MasterKeys masterKeys) {
        try {
            return masterKeys.unwrap(Objects.requireNonNull(wrappedKey), Objects.requireNonNull(masterKey), whose(id));
        } catch (GeneralSecurityException e) {
            throw new UnavailableException("The key of person " + id + " cannot be unwrapped with master key "
                    + masterKey + " of " + masterKeys.file());
        }
    }
}
