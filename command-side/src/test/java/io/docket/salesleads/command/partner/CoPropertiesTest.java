package io.docket.salesleads.command.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.partner.PartnerCalls;
import io.docket.platform.testing.partner.UnwatchedCalls;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class CoPropertiesTest {

    private static final String BASE_URL = "docket.co.base-url=https://co.example.com/onapi/2.5";

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
            .withBean(Clock.class, Clock::systemUTC)
            .withBean(PartnerCalls.class, UnwatchedCalls::make)
            .withUserConfiguration(OnApiCommunicationOperator.class);

    @Test
    void haveDefaults() {
        application.withPropertyValues(BASE_URL).run(context -> assertThat(context.getBean(CoProperties.class))
                .isEqualTo(new CoProperties(
                        URI.create("https://co.example.com/onapi/2.5"),
                        null,
                        null,
                        null,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "base-url=http://co.example.com",
                "ssl-bundle=none-such",
                "username=docket",
                "password=s3cret",
                "read-timeout=-1s",
                "order-events-every=0s"
            })
    void thatAreOutOfRangeStopTheStart(String property) {
        application.withPropertyValues(BASE_URL, "docket.co." + property).run(context -> assertThat(context)
                .hasFailed());
    }

    @Test
    void sayWhereTheOperatorIs() {
        application.run(context ->
                assertThat(context).getFailure().rootCause().hasMessageContaining("docket.co.base-url is not set"));
    }

    @Test
    void doNotShowTheCredentials() {
        assertThat(new CoProperties(
                                URI.create("https://co.example.com"),
                                null,
                                "docket",
                                "s3cret",
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(1))
                        .toString())
                .contains("co.example.com")
                .doesNotContain("docket")
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"username=doc:ket", "username=doc\u0000ket", "password=s3cret\u0001more", "password="})
    void doNotShowCredentialsThatAreNone(String wrong) {
        application
                .withPropertyValues(
                        BASE_URL, "docket.co.username=docket", "docket.co.password=s3cret", "docket.co." + wrong)
                .run(context -> assertThat(context).getFailure().satisfies(failure -> {
                    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                        assertThat(String.valueOf(cause.getMessage())).doesNotContain("s3cret");
                    }
                }));
    }
}
