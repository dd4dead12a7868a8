package io.docket.platform.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.docket.common.api.PersonId;
import io.docket.common.api.PersonKind;
import io.docket.common.api.PersonalData;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PersonalPlacesTest {

    record Order(
            Buyer buyer,
            @PersonalData List<String> notes,
            @PersonalData BigDecimal limit,
            List<Item> items) {}

    record Buyer(
            @PersonalData(of = "number") String fullName,
            @PersonId(PersonKind.CUSTOMER) String number) {}

    record Item(
            String label,
            @PersonalData String engraving,
            @PersonalData(of = "receiver") String greeting,

            @PersonId(value = PersonKind.END_CUSTOMER, main = false)
            String receiver) {}

    private static String text(byte[] object, PersonalPlaces.Marked marked) {
        return new String(Arrays.copyOfRange(object, marked.begin(), marked.end()), UTF_8);
    }

    /** Whatever stands before them, and however it is written. */
    @Test
    void eachPersonalValueIsFoundWhereItStands() {
        byte[] object = """
                {"unknown":{"full-name":"nobody","list":[1,{"a":"}"}]},
                 "buyer" : {"full-name":"Žarko \\"Ž\\" \\u0160\\n","number":"C-1"},
                 "notes":["a ]", "b"], "limit":-12.340e+2 ,"zürich":"Жж𝒳",
                 "items":[{"label":"x","engraving":null,"greeting":"𝒳!","receiver":"E-1"},
                          {"engraving":"","greeting":"Hi","receiver":null,"label":"y"}]}""".getBytes(UTF_8);

        PersonalPlaces places = PersonalPlaces.in(Order.class, object);

        assertThat(places.marked())
                .extracting(marked -> marked.path(), marked -> text(object, marked), marked -> marked.text())
                .containsExactly(
                        tuple("/buyer/full-name", "\"Žarko \\\"Ž\\\" \\u0160\\n\"", "Žarko \"Ž\" Š\n"),
                        tuple("/notes", "[\"a ]\", \"b\"]", null),
                        tuple("/limit", "-12.340e+2", null),
                        tuple("/items/0/greeting", "\"𝒳!\"", "𝒳!"),
                        tuple("/items/1/engraving", "\"\"", ""),
                        tuple("/items/1/greeting", "\"Hi\"", "Hi"));
    }

    /** Also where the field that tells whose a value is comes behind it. */
    @Test
    void aValueIsOfWhomTheSameObjectNames() {
        byte[] object = """
                {"buyer":{"full-name":"B","number":"C-1"},"notes":["n"],
                 "items":[{"greeting":"g","receiver":"E-1"},{"greeting":"h","receiver":null}]}""".getBytes(UTF_8);

        PersonalPlaces places = PersonalPlaces.in(Order.class, object);

        assertThat(places.named()).extracting(PersonalPlaces.Named::value).containsExactly("C-1", "E-1");
        assertThat(places.marked())
                .extracting(
                        marked -> marked.owner() == null ? null : marked.owner().value())
                .containsExactly("C-1", null, "E-1", null);
    }

    /** However long an object is, and wherever a parser's buffers end. */
    @Test
    void valuesAreFoundInLongObjects() {
        for (int length = 0; length < 9_000; length += 37) {
            byte[] object = ("{\"unknown\":\"" + "é".repeat(length) + "\",\"limit\":7,\"buyer\":{\"full-name\":\"B"
                            + "ü".repeat(length) + "\"},\"notes\":[]}")
                    .getBytes(UTF_8);

            assertThat(PersonalPlaces.in(Order.class, object).marked())
                    .extracting(marked -> text(object, marked))
                    .containsExactly("7", "\"B" + "ü".repeat(length) + "\"", "[]");
        }
    }

    @Test
    void nothingIsFoundInWhatIsNoObject() {
        assertThat(PersonalPlaces.in(Order.class, "null".getBytes(UTF_8)).marked())
                .isEmpty();
        assertThat(PersonalPlaces.in(Order.class, "{\"buyer\":null,\"items\":null}".getBytes(UTF_8))
                        .marked())
                .isEmpty();
    }
}
