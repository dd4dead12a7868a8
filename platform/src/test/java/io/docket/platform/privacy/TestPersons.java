package io.docket.platform.privacy;

import io.docket.platform.testing.TestDatabase;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The persons of a test's database, without an application around them. */
public final class TestPersons {

    private TestPersons() {}

    public static Persons of(TestDatabase database) {
        JdbcClient jdbc = database.jdbc();
        return new Persons(jdbc, new MasterKeys(new PrivacyProperties(TestDatabase.MASTER_KEYS)));
    }

    public static PersonalJson json(Persons persons) {
        return new PersonalJson(persons);
    }
}
