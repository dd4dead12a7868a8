package io.docket.platform.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.common.api.PersonKind;
import io.docket.platform.settings.InvalidSettingException;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** What wraps the keys of persons: made, rotated, and missed. */
class MasterKeysIntegrationTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private TestDatabase database;

    @BeforeEach
    void createDatabase() {
        database = TestDatabase.create(Database.H2);
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    private Path file() {
        return folder.resolve("keys");
    }

    private static String line(String name, int content) {
        var key = new byte[MasterKeys.BYTES];
        Arrays.fill(key, (byte) content);
        return name + " " + Base64.getEncoder().encodeToString(key) + "\n";
    }

    private MasterKeys masterKeys() {
        return new MasterKeys(new PrivacyProperties(file()));
    }

    private Persons persons() {
        return new Persons(database.jdbc(), masterKeys());
    }

    /** Somebody whose key is in the database. */
    private void store(Persons persons, String customer) {
        PersonRecords.store(
                new JdbcTemplate(database.dataSource()), List.of(persons.of(PersonKind.CUSTOMER, customer)));
    }

    private List<String> wrappedWith() {
        return database.jdbc()
                .sql("select distinct master_key from person order by master_key")
                .query(String.class)
                .list();
    }

    @Test
    void aFirstOneIsMadeForNobodyButItsOwner() throws IOException {
        persons();

        assertThat(Files.readString(file())).matches("[0-9a-f]{8} [A-Za-z0-9+/]{43}=\\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void aWrongOneEndsTheStartAndIsNamed() throws IOException {
        Files.writeString(file(), line("a", 1));
        store(persons(), "C-1");

        Files.writeString(file(), line("a", 2));
        assertThatThrownBy(this::persons)
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("The master key a in " + file() + " is not the one");
        Files.writeString(file(), line("b", 1));
        assertThatThrownBy(this::persons)
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("wrapped with the master key a, which is not in " + file());
        Files.delete(file());
        assertThatThrownBy(this::persons)
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("wrapped with the master key a, which is not in " + file());
        assertThat(file()).doesNotExist();
    }

    @Test
    void whatIsNoKeyEndsTheStart() throws IOException {
        for (String content : List.of("a", "a c2hvcnQ=", line("a", 1) + line("a", 2), line("a b", 1))) {
            Files.writeString(file(), content);
            assertThatThrownBy(this::masterKeys).as(content).isInstanceOf(InvalidSettingException.class);
        }
    }

    @Test
    void allAreWrappedAnewWithTheFirstOne() throws IOException {
        Files.writeString(file(), line("a", 1));
        MasterKeys masterKeys = masterKeys();
        var persons = new Persons(database.jdbc(), masterKeys);
        for (int i = 0; i < 1200; i++) {
            store(persons, "C-" + i);
        }
        var rotation = new KeyRotation(database.dataSource(), masterKeys);
        rotation.rotate();
        assertThat(wrappedWith()).containsExactly("a");

        Files.writeString(file(), line("b", 2) + line("a", 1));
        rotation.rotate();

        assertThat(wrappedWith()).containsExactly("b");
        Files.writeString(file(), line("b", 2));
        Person found = persons().find(PersonKind.CUSTOMER, "C-7").orElseThrow();
        assertThat(found.id()).isEqualTo(persons.of(PersonKind.CUSTOMER, "C-7").id());
    }

    /** The events that concerned the person first were refused, and others come when the old key is gone. */
    @Test
    void whoeverWasMetBeforeIsStoredUnderTheFirstOneAsItIsNow() throws IOException {
        Files.writeString(file(), line("a", 1));
        MasterKeys masterKeys = masterKeys();
        var persons = new Persons(database.jdbc(), masterKeys);
        persons.of(PersonKind.CUSTOMER, "C-1");
        Files.writeString(file(), line("b", 2) + line("a", 1));
        new KeyRotation(database.dataSource(), masterKeys).rotate();
        Files.writeString(file(), line("b", 2));

        store(persons, "C-1");

        assertThat(wrappedWith()).containsExactly("b");
        assertThat(persons().find(PersonKind.CUSTOMER, "C-1")).contains(persons.of(PersonKind.CUSTOMER, "C-1"));
    }

    /** Of so many that one run does not come to the end of them. */
    @Test
    void whatCannotBeUnwrappedIsPassedOver() throws IOException {
        Files.writeString(file(), line("a", 1));
        MasterKeys masterKeys = masterKeys();
        var persons = new Persons(database.jdbc(), masterKeys);
        database.jdbc()
                .sql(
                        "insert into person (person_id, kind, lookup, wrapped_key, master_key) "
                                + "select -x - 1, 'CUSTOMER', 'broken ' || x, x'00', 'a' from system_range(1, 10000) as numbers (x)")
                .update();
        store(persons, "C-1");
        var rotation = new KeyRotation(database.dataSource(), masterKeys);

        Files.writeString(file(), line("b", 2) + line("a", 1));
        rotation.rotate();
        assertThat(wrappedWith()).containsExactly("a");
        rotation.rotate();

        assertThat(database.jdbc()
                        .sql("select count(*) from person where person_id < 0 and master_key = 'a' "
                                + "or person_id >= 0 and master_key = 'b'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(10_002);
    }

    /** A file that is being written, or was written wrongly, is no reason to lose the keys that one has. */
    @Test
    void aFileThatBecomesUnreadableChangesNothing() throws IOException {
        Files.writeString(file(), line("a", 1));
        MasterKeys masterKeys = masterKeys();

        for (String content : List.of("", "nonsense")) {
            Files.writeString(file(), content);
            masterKeys.readAgain();
            assertThat(masterKeys.newest()).isEqualTo("a");
        }
    }
}
