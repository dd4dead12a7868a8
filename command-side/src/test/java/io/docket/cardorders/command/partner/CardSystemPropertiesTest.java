package io.docket.cardorders.command.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.partner.PartnerCalls;
import io.docket.platform.testing.partner.UnwatchedCalls;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class CardSystemPropertiesTest {

    private static final String BASE_URL = "docket.card-system.base-url=https://cards.example.com/api";

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
            .withBean(PartnerCalls.class, UnwatchedCalls::make)
            .withUserConfiguration(HttpCardSystem.class);

    @Test
    void haveDefaults() {
        application.withPropertyValues(BASE_URL).run(context -> assertThat(context.getBean(CardSystemProperties.class))
                .isEqualTo(new CardSystemProperties(
                        URI.create("https://cards.example.com/api"),
                        null,
                        null,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base-url=http://cards.example.com", "ssl-bundle=none-such", "read-timeout=-1s"})
    void thatAreOutOfRangeStopTheStart(String property) {
        application
                .withPropertyValues(BASE_URL, "docket.card-system." + property)
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void sayWhereTheSystemIs() {
        application.run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("docket.card-system.base-url is not set"));
    }

    @Test
    void doNotShowTheToken() {
        assertThat(new CardSystemProperties(
                                URI.create("https://cards.example.com"),
                                null,
                                "s3cret",
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(1))
                        .toString())
                .contains("cards.example.com")
                .doesNotContain("s3cret");
    }

    @Test
    void doNotShowATokenThatIsNone() {
        application
                .withPropertyValues(BASE_URL, "docket.card-system.token=s3cret and more")
                .run(context -> assertThat(context).getFailure().satisfies(failure -> {
                    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                        assertThat(String.valueOf(cause.getMessage())).doesNotContain("s3cret");
                    }
                }));
    }
}
