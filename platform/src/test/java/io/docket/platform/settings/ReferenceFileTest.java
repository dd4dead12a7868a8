package io.docket.platform.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import tools.jackson.core.type.TypeReference;

class ReferenceFileTest {

    private record Shelf(String shelfName, int width, Optional<String> remark) {}

    @Test
    void entriesAreKnownByTheirKeys() {
        assertThat(entries("- {shelf-name: a, width: 1}\n- {shelf-name: b, width: 2, remark: high}\n"))
                .isEqualTo(
                        Map.of("a", new Shelf("a", 1, Optional.empty()), "b", new Shelf("b", 2, Optional.of("high"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "- {shelf-name: b} | line 3",
                "- {shelf-name: , width: 2} | line 3",
                "- {shelf-name: b, width: wide} | line 3",
                "- {shelf-name: b, width: 2, heigth: 3} | line 3",
                "- {shelf-name: b | line 3",
                "- {shelf-name: a, width: 2} | line 3, a: it is there twice"
            })
    void whatIsWrongIsNamedWithItsLine(String thirdLine, String where) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> entries("# Shelves\n- {shelf-name: a, width: 1}\n" + thirdLine))
                .withMessageContaining("shelves.yaml")
                .withMessageContaining(where);
    }

    @Test
    void aBrokenRuleIsNamedWithTheLineOfItsEntry() {
        ReferenceFile file = file("- {shelf-name: a, width: 1}\n\n- {shelf-name: b, width: 2}\n");
        file.entries(new TypeReference<List<Shelf>>() {}, Shelf::shelfName);

        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> file.require(false, "b", "it is too wide"))
                .withMessageEndingWith("line 3, b: it is too wide");
    }

    @Test
    void aMissingFileIsNamed() {
        var missing = new ReferenceFile(new FileSystemResource("no-such-folder/shelves.yaml"));

        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> missing.read(new TypeReference<List<Shelf>>() {}))
                .withMessageContaining("shelves.yaml");
    }

    private static Map<String, Shelf> entries(String content) {
        return file(content).entries(new TypeReference<List<Shelf>>() {}, Shelf::shelfName);
    }

    private static ReferenceFile file(String content) {
        return new ReferenceFile(new ByteArrayResource(content.getBytes(UTF_8), "shelves.yaml"));
    }
}
