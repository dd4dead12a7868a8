package io.docket.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaCheckTest {

    private static final int CLASS_FILES_OF_JAVA_8 = 52;

    @ParameterizedTest
    @CsvSource({"1.8, true", "9, true", "11, true", "16, true", "17, false", "25, false"})
    void isTooOld(String version, boolean tooOld) {
        assertThat(JavaCheck.isTooOld(version)).isEqualTo(tooOld);
    }

    @Test
    void anOldJavaCanReadIt() throws IOException {
        try (InputStream file = JavaCheck.class.getResourceAsStream("JavaCheck.class");
                var content = new DataInputStream(file)) {
            content.readInt();
            content.readUnsignedShort();
            assertThat(content.readUnsignedShort()).isEqualTo(CLASS_FILES_OF_JAVA_8);
        }
    }
}
