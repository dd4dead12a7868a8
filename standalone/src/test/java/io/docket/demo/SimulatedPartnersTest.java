package io.docket.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.platform.settings.InvalidSettingException;
import io.docket.platform.testing.partner.Partners;
import io.docket.simulators.Simulators;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

@SuppressWarnings("NullAway.Init")
class SimulatedPartnersTest {

    @TempDir
    Path folder;

    private ApplicationContextRunner demo(String... settings) {
        return new ApplicationContextRunner()
                .withUserConfiguration(SimulatedPartners.class)
                .withPropertyValues("docket.demo.enabled=true", "docket.simulators.port=0", "docket.data=" + folder)
                .withPropertyValues(settings);
    }

    @Test
    void areWhereTheSettingsOfThePartnersSay() {
        demo().run(context -> {
            URI address = context.getBean(Simulators.class).address();
            Environment environment = context.getEnvironment();
            assertThat(environment.getProperty("docket.card-system.base-url")).isEqualTo(address.toString());
            assertThat(environment.getProperty("docket.smdp.base-url")).isEqualTo(address.toString());
            assertThat(environment.getProperty("docket.co.base-url")).isEqualTo(address + "/onapi/2.5");
        });
    }

    @Test
    void leaveAPartnerAloneThatIsConfigured() {
        demo("docket.smdp.base-url=https://smdp.example").run(context -> {
            assertThat(context).hasSingleBean(Simulators.class);
            assertThat(context.getEnvironment().getProperty("docket.smdp.base-url"))
                    .isEqualTo("https://smdp.example");
            assertThat(context.getEnvironment().getProperty("docket.smdp.requester-id"))
                    .isNull();
        });
    }

    @Test
    void areNotThereIfAllPartnersAreConfigured() {
        demo(
                        "docket.card-system.base-url=https://cards.example",
                        "docket.smdp.base-url=https://smdp.example",
                        "docket.co.base-url=https://co.example")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Simulators.class));
    }

    @Test
    void areNotThereWithoutTheDemoData() {
        demo("docket.demo.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Simulators.class));
    }

    @Test
    void areMissedWithoutTheDemoDataWhereThereIsNoAddress() {
        var environment = new MockEnvironment()
                .withProperty("docket.smdp.base-url", "https://smdp.example")
                .withProperty("docket.co.base-url", " ");

        assertThatThrownBy(() -> SimulatedPartners.check(environment))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("Not set: docket.card-system.base-url, docket.co.base-url.");
        assertThatCode(() -> SimulatedPartners.check(environment.withProperty("docket.demo.enabled", "true")))
                .doesNotThrowAnyException();
    }

    @Test
    void keepInTheDataFolderWhatTheyWereToldAndStopWithTheApplication() {
        demo().run(context ->
                Partners.at(context.getBean(Simulators.class).address()).tell("smdp", "\"down\": true"));

        demo().run(context -> assertThat(
                        Partners.at(context.getBean(Simulators.class).address())
                                .shown("smdp")
                                .required("down")
                                .asBoolean())
                .isTrue());
    }

    @Test
    void sayThatTheirPortIsInUse() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            demo("docket.simulators.port=" + taken.getLocalPort()).run(context -> assertThat(context)
                    .getFailure()
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessage("Port " + taken.getLocalPort()
                            + ", for the simulated partners, is in use by another process."));
        }
    }

    @Test
    void sayThatAnotherProcessHasTheirFile() throws IOException {
        try (var other = Simulators.start(0, folder.resolve("simulators.mv"), Clock.systemUTC(), null)) {
            demo().run(context -> assertThat(context)
                    .getFailure()
                    .hasMessageContaining("What the simulated partners keep cannot be used"));
            assertThat(other.port()).isPositive();
        }
    }
}
