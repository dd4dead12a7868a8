package io.docket.platform.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.platform.settings.InvalidSettingException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartnerConnectionTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static PartnerConnection to(String baseUrl) {
        return PartnerConnection.of("docket.co", URI.create(baseUrl), null, SECOND, SECOND);
    }

    @ParameterizedTest
    @CsvSource({
        "https://co.example, https://co.example",
        "https://co.example:8443/onapi/2.5//, https://co.example:8443/onapi/2.5",
        "http://localhost:8090/, http://localhost:8090",
        "http://127.0.0.1:8090, http://127.0.0.1:8090",
        "http://[::1]:8090, http://[::1]:8090"
    })
    void isToAnAddressOverHttpsOrToThisMachine(String baseUrl, String taken) {
        assertThat(to(baseUrl).baseUrl()).isEqualTo(URI.create(taken));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "co.example",
                "ftp://co.example",
                "https:///api",
                "https://user:s3cret@co.example",
                "https://co.example/api?key=s3cret",
                "https://co.example/api#s3cret",
                "http://co.example",
                "http://127.0.0.1.example",
                "http://localhost.example"
            })
    void isToNothingElse(String baseUrl) {
        assertThatThrownBy(() -> to(baseUrl))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("docket.co.base-url must be ")
                .message()
                .doesNotContain("s3cret");
    }

    @Test
    void needsAnAddress() {
        assertThatThrownBy(() -> PartnerConnection.of("docket.co", null, null, SECOND, SECOND))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("docket.co.base-url is not set.");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, PT1S, docket.co.connect-timeout must be positive.",
        "PT1S, PT-1S, docket.co.read-timeout must be positive."
    })
    void isBoundedInTime(Duration connectTimeout, Duration readTimeout, String problem) {
        assertThatThrownBy(() -> PartnerConnection.of(
                        "docket.co", URI.create("https://co.example"), null, connectTimeout, readTimeout))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage(problem);
    }
}
