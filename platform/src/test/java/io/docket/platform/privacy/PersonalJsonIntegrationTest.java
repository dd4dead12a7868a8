package io.docket.platform.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.common.api.PersonKind;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PersonalJsonIntegrationTest {

    @SuppressWarnings("NullAway.Init")
    private TestDatabase database;

    @SuppressWarnings("NullAway.Init")
    private Persons persons;

    @SuppressWarnings("NullAway.Init")
    private PersonalJson json;

    @BeforeEach
    void create() {
        database = TestDatabase.create(Database.H2);
        persons = TestPersons.of(database);
        json = TestPersons.json(persons);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private byte[] sealed(String object) {
        byte[] bytes = object.getBytes(UTF_8);
        return json.seal(
                bytes,
                PersonalPlaces.in(PersonalPlacesTest.Order.class, bytes),
                "event",
                () -> persons.of(PersonKind.CUSTOMER, "C-1"),
                person -> {});
    }

    private String masked(byte[] stored) {
        return new String(json.maskPayload(stored), UTF_8);
    }

    /** Whatever stands around them. */
    @Test
    void everyPersonalValueIsMaskedAndAllElseStaysAsItIs() {
        byte[] stored = sealed("""
                {"buyer" : {"full-name":"Žarko \\"Ž\\"","number":"C-1"},"notes":["a ]"],"limit":-12.3 ,
                 "items":[{"greeting":"","receiver":"E-1","label":"\\\\"},{"label":"Жж𝒳","engraving":"x"}]}""");

        assertThat(masked(stored)).isEqualTo("""
                {"buyer" : {"full-name":"[masked]","number":"C-1"},"notes":null,"limit":null ,
                 "items":[{"greeting":"[masked]","receiver":"E-1","label":"\\\\"},{"label":"Жж𝒳","engraving":"[masked]"}]}""");
    }

    @Test
    void whatSomebodyQuotesIsNoPersonalValue() {
        String quoted = SealedValue.ofText("x", persons.of(PersonKind.CUSTOMER, "C-1"), "event#/label")
                .toString();
        for (String text : new String[] {
            "{\"items\":[{\"label\":\"\\\"" + quoted + "\\\"\"}]}",
            "{\"items\":[{\"label\":\"" + quoted.substring(0, 2) + "\"}]}",
            "{\"items\":[{\"label\":\"a" + quoted + "\"}]}",
            "\"" + SealedValue.MARK + "\""
        }) {
            assertThat(masked(text.getBytes(UTF_8))).isEqualTo(text);
        }
    }

    @Test
    void whatHasNoEndIsNotRead() {
        assertThatThrownBy(() -> json.maskPayload(("{\"label\":\"" + SealedValue.MARK + "t1.x").getBytes(UTF_8)))
                .isInstanceOf(IllegalStateException.class);
    }
}
