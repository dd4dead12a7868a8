package io.docket.platform.startup;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.platform.settings.InvalidSettingException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class RequiredSettingsTest {

    private static final String URL = "spring.datasource.url";
    private static final List<String> OWN = List.of("docket.audit.log.keys");

    private final MockEnvironment environment = new MockEnvironment()
            .withProperty(URL, "jdbc:postgresql://db.example/docket")
            .withProperty("spring.security.oauth2.resourceserver.jwt.issuer-uri", "https://issuer.example")
            .withProperty("docket.privacy.master-keys", "/run/secrets/master-keys")
            .withProperty("docket.audit.log.keys", "/run/secrets/log-keys");

    @Test
    void whatIsSetIsEnough() {
        assertThatCode(() -> RequiredSettings.check(environment, OWN)).doesNotThrowAnyException();
    }

    @Test
    void whatIsMissingIsNamedAtOnce() {
        environment.setProperty("docket.privacy.master-keys", " ");
        environment.setProperty("docket.audit.log.keys", "");

        assertThatThrownBy(() -> RequiredSettings.check(environment, OWN))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("Not set: docket.privacy.master-keys, docket.audit.log.keys.");
    }

    @Test
    void anEmbeddedDatabaseIsNotShared() {
        environment.setProperty(URL, "jdbc:h2:file:./docket");

        assertThatThrownBy(() -> RequiredSettings.check(environment, OWN))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(URL + " is no address of PostgreSQL");
    }
}
