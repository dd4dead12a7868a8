package io.docket.esim.command.partner;

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

class SmdpPropertiesTest {

    private static final String BASE_URL = "docket.smdp.base-url=https://smdp.example.com/es2";
    private static final String REQUESTER = "docket.smdp.requester-id=docket";
    private static final String ADDRESS = "docket.smdp.address=rsp.example.com";

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
            .withBean(PartnerCalls.class, UnwatchedCalls::make)
            .withUserConfiguration(Es2PlusSmdp.class);

    @Test
    void haveDefaults() {
        application.withPropertyValues(BASE_URL, REQUESTER, ADDRESS).run(context -> assertThat(
                        context.getBean(SmdpProperties.class))
                .isEqualTo(new SmdpProperties(
                        URI.create("https://smdp.example.com/es2"),
                        "docket",
                        "rsp.example.com",
                        null,
                        SmdpProperties.Release.WITH_CONFIRMATION,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docket.smdp.address=a$b",
                "docket.smdp.address=https://rsp.example.com",
                "docket.smdp.base-url=http://smdp.example.com",
                "docket.smdp.base-url=http://localhost.example.com",
                "docket.smdp.base-url=smdp.example.com",
                "docket.smdp.base-url=https:///es2",
                "docket.smdp.base-url=https://user:pass@smdp.example.com",
                "docket.smdp.base-url=https://smdp.example.com/es2?key=1",
                "docket.smdp.base-url=https://smdp.example.com/es2#a",
                "docket.smdp.requester-id=",
                "docket.smdp.release=never",
                "docket.smdp.connect-timeout=0s",
                "docket.smdp.read-timeout=-1s",
                "docket.smdp.ssl-bundle=none-such"
            })
    void thatAreOutOfRangeStopTheStart(String property) {
        application
                .withPropertyValues(BASE_URL, REQUESTER, ADDRESS)
                .withPropertyValues(property)
                .run(context -> assertThat(context).hasFailed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8090", "http://127.0.0.1:8090/", "http://[::1]:8090"})
    void mayNameThisMachineWithoutTls(String address) {
        application
                .withPropertyValues("docket.smdp.base-url=" + address, REQUESTER, ADDRESS)
                .run(context -> assertThat(context).hasSingleBean(Smdp.class));
    }

    @Test
    void areRequired() {
        assertRequired("docket.smdp.base-url", REQUESTER, ADDRESS);
        assertRequired("docket.smdp.requester-id", BASE_URL, ADDRESS);
        assertRequired("docket.smdp.address", BASE_URL, REQUESTER);
    }

    private void assertRequired(String missing, String... others) {
        application
                .withPropertyValues(others)
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining(missing + " is not set"));
    }
}
