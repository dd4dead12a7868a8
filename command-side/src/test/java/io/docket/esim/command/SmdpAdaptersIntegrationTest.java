package io.docket.esim.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

class SmdpAdaptersIntegrationTest {

    private static final String DEMO = "docket.demo.enabled=true";
    private static final String ADAPTER = "docket.smdp.adapter=es2plus";
    private static final String BASE_URL = "docket.smdp.es2plus.base-url=https://smdp.example.com/es2";
    private static final String REQUESTER = "docket.smdp.es2plus.requester-id=docket";
    private static final String ADDRESS = "docket.smdp.address=rsp.example.com";
    private static final String[] ES2PLUS = {ADAPTER, BASE_URL, REQUESTER, ADDRESS};

    private static final TestDatabase DATABASE = TestDatabase.create(Database.H2);

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withBean(JdbcClient.class, DATABASE::jdbc)
            .withBean(JdbcTransactionManager.class, () -> new JdbcTransactionManager(DATABASE.dataSource()))
            .withBean(Clock.class, Clock::systemUTC)
            .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
            .withUserConfiguration(
                    SmdpConfiguration.class, SimulatedSmdp.class, SmdpSimulatorEndpoint.class, Es2PlusSmdp.class);

    @AfterAll
    static void stop() {
        DATABASE.close();
    }

    @Nested
    class TheAdapter {

        @Test
        void isTheSimulatedOneByDefault() {
            application.run(
                    context -> assertThat(context).hasSingleBean(Smdp.class).hasSingleBean(SimulatedSmdp.class));
        }

        @Test
        void isTheOneThatSpeaksEs2PlusIfConfigured() {
            application.withPropertyValues(ES2PLUS).run(context -> assertThat(context)
                    .hasSingleBean(Smdp.class)
                    .hasSingleBean(Es2PlusSmdp.class));
        }

        @Test
        void isNoneThatThereIsNot() {
            application.withPropertyValues("docket.smdp.adapter=carrier-pigeon").run(context -> assertThat(context)
                    .hasFailed());
        }
    }

    @Nested
    class TheEndpointOfTheSimulator {

        @Test
        void isThereWithTheDemoDataSet() {
            application.withPropertyValues(DEMO).run(context -> assertThat(context)
                    .hasSingleBean(SmdpSimulatorEndpoint.class));
        }

        @ParameterizedTest
        @ValueSource(strings = {"docket.demo.enabled=false", "docket.demo.location=classpath:demo/"})
        void isNotThereWithoutIt(String property) {
            application
                    .withPropertyValues(property)
                    .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(SmdpSimulatorEndpoint.class));
        }

        @Test
        void isNotThereWithoutTheSimulator() {
            application.withPropertyValues(ES2PLUS).withPropertyValues(DEMO).run(context -> assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(SmdpSimulatorEndpoint.class));
        }
    }

    @Nested
    class Properties {

        @Test
        void haveDefaults() {
            application.run(context -> assertThat(context.getBean(SmdpProperties.class))
                    .isEqualTo(new SmdpProperties(
                            SmdpProperties.Adapter.SIMULATED,
                            null,
                            SmdpBehaviour.NORMAL,
                            new SmdpProperties.Es2Plus(
                                    null,
                                    null,
                                    null,
                                    SmdpProperties.Release.WITH_CONFIRMATION,
                                    Duration.ofSeconds(2),
                                    Duration.ofSeconds(30)))));
        }

        @Test
        void tellTheSimulatorHowToBehave() {
            application
                    .withPropertyValues(
                            "docket.smdp.simulated.function=confirm-order",
                            "docket.smdp.simulated.delay=150ms",
                            "docket.smdp.simulated.refusal=No",
                            "docket.smdp.simulated.down=true",
                            "docket.smdp.simulated.fail-next=1",
                            "docket.smdp.simulated.answer-lost-next=2")
                    .run(context -> assertThat(
                                    context.getBean(SimulatedSmdp.class).behaviour())
                            .isEqualTo(new SmdpBehaviour(
                                    SmdpFunction.CONFIRM_ORDER, Duration.ofMillis(150), "No", true, 1, 2)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "docket.smdp.address=a$b",
                    "docket.smdp.address=https://rsp.example.com",
                    "docket.smdp.simulated.delay=-1ms",
                    "docket.smdp.simulated.delay=11m",
                    "docket.smdp.simulated.refusal=",
                    "docket.smdp.simulated.function=releaseProfile",
                    "docket.smdp.simulated.fail-next=-1",
                    "docket.smdp.simulated.answer-lost-next=-1",
                    "docket.smdp.es2plus.base-url=http://smdp.example.com",
                    "docket.smdp.es2plus.base-url=smdp.example.com",
                    "docket.smdp.es2plus.base-url=https:///es2",
                    "docket.smdp.es2plus.base-url=https://user:pass@smdp.example.com",
                    "docket.smdp.es2plus.base-url=https://smdp.example.com/es2?key=1",
                    "docket.smdp.es2plus.base-url=https://smdp.example.com/es2#a",
                    "docket.smdp.es2plus.requester-id=",
                    "docket.smdp.es2plus.release=never",
                    "docket.smdp.es2plus.connect-timeout=0s",
                    "docket.smdp.es2plus.read-timeout=-1s"
                })
        void thatAreOutOfRangeStopTheStart(String property) {
            application.withPropertyValues(property).run(context -> assertThat(context)
                    .hasFailed());
        }

        @Test
        void ofTheAdapterThatSpeaksEs2PlusAreRequired() {
            assertRequired("docket.smdp.es2plus.base-url", ADAPTER, REQUESTER, ADDRESS);
            assertRequired("docket.smdp.es2plus.requester-id", ADAPTER, BASE_URL, ADDRESS);
            assertRequired("docket.smdp.address", ADAPTER, BASE_URL, REQUESTER);
        }

        private void assertRequired(String missing, String... others) {
            application
                    .withPropertyValues(others)
                    .run(context ->
                            assertThat(context).getFailure().rootCause().hasMessageContaining(missing + " is not set"));
        }

        @Test
        void nameABundleThatThereIs() {
            application
                    .withPropertyValues(ES2PLUS)
                    .withPropertyValues("docket.smdp.es2plus.ssl-bundle=none-such")
                    .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("none-such"));
        }
    }
}
