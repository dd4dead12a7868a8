package io.docket.platform.privacy;

import io.docket.platform.errors.UnavailableException;
import io.docket.platform.settings.InvalidSettingException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A key that is no person's. It is kept and wrapped as those of persons are, and made when it is first needed: by it a start
 * finds out whether the master keys are those of the database.
 */
final class SystemKey {

    /** The number of the key of the hashes by which persons are found. */
    static final long OF_HASHES = 0;

    /** The number of the key of what others have entrusted to us. */
    static final long OF_SECRETS = -1;

    /** PostgreSQL's code for a right that is missing. */
    private static final String MAY_NOT = "42501";

    private final JdbcClient jdbc;
    private final MasterKeys masterKeys;
    private final long id;

    SystemKey(JdbcClient jdbc, MasterKeys masterKeys, long id) {
        this.jdbc = jdbc;
        this.masterKeys = masterKeys;
        this.id = id;
    }

    /**
     * The key; it is made if there is none.
     *
     * @throws InvalidSettingException if a master key is missing, or wrong
     */
    byte[] open() {
        Optional<PersonRow> found = find();
        if (found.isEmpty()) {
            if (masterKeys.names().isEmpty()) {
                masterKeys.create();
            }
            create();
            found = find();
        }
        checkAll();
        return unwrapped(found.orElseThrow());
    }

    private Optional<PersonRow> find() {
        return jdbc.sql("select " + PersonRow.COLUMNS + " from person where person_id = ?")
                .param(id)
                .query(PersonRow.MAPPER)
                .optional();
    }

    private String kind() {
        return id == OF_HASHES ? "HASH" : "SECRET";
    }

    private void create() {
        var key = new byte[MasterKeys.BYTES];
        new SecureRandom().nextBytes(key);
        String masterKey = masterKeys.newest();
        try {
            jdbc.sql("insert into person (person_id, kind, lookup, wrapped_key, master_key) values (?, ?, ?, ?, ?)")
                    .params(
                            id,
                            kind(),
                            kind().toLowerCase(Locale.ROOT),
                            masterKeys.wrap(key, masterKey, PersonRow.whose(id)),
                            masterKey)
                    .update();
        } catch (DuplicateKeyException anotherProcessWasQuicker) {
            // Its key is the one.
        } catch (DataAccessException e) {
            if (e.getMostSpecificCause() instanceof SQLException cause && MAY_NOT.equals(cause.getSQLState())) {
                throw new InvalidSettingException(
                        "The keys of the system itself are not there yet, and this process's database role may make none.",
                        "Start a process of the command side first: it makes them.");
            }
            throw e;
        }
    }

    /** One key for each master key that has wrapped any. */
    private void checkAll() {
        List<String> used = jdbc.sql("select distinct master_key from person where master_key is not null")
                .query(String.class)
                .list();
        var missing = new TreeSet<>(used);
        missing.removeAll(masterKeys.names());
        if (!missing.isEmpty()) {
            throw new InvalidSettingException(
                    "The database has keys of persons that are wrapped with the master key "
                            + String.join(", ", missing) + ", which is not in " + masterKeys.file() + ".",
                    "Set docket.privacy.master-keys to the file that has it. Without it personal data are lost.");
        }
        for (String name : used) {
            unwrapped(jdbc.sql("select * from person where master_key = ? fetch first 1 rows only")
                    .param(name)
                    .query(PersonRow.MAPPER)
                    .single());
        }
    }

    private byte[] unwrapped(PersonRow row) {
        try {
            return row.unwrapped(masterKeys);
        } catch (UnavailableException e) {
            throw new InvalidSettingException(
                    "The master key " + row.masterKey() + " in " + masterKeys.file()
                            + " is not the one that the database's keys of persons are wrapped with.",
                    "Set docket.privacy.master-keys to the right file. Without it personal data are lost.");
        }
    }
}
