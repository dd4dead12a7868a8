package io.docket.audit.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

    @Test
    void whatWouldEndACellIsQuoted() {
        assertThat(Csv.line(Arrays.asList("a,b", "say \"no\"", "two\nlines", null, "", 7L)))
                .isEqualTo("\"a,b\",\"say \"\"no\"\"\",\"two\nlines\",,,7\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1"})
    void whatASpreadsheetWouldCalculateIsText(String text) {
        assertThat(Csv.line(List.of(text))).isEqualTo("'" + text + "\r\n");
    }

    @Test
    void aNumberStaysOne() {
        assertThat(Csv.line(List.of(-1))).isEqualTo("-1\r\n");
    }

    @Test
    void aFormulaThatHasToBeQuotedIsTextToo() {
        assertThat(Csv.line(List.of("=HYPERLINK(\"http://x\",\"y\")")))
                .isEqualTo("\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\r\n");
    }
}
