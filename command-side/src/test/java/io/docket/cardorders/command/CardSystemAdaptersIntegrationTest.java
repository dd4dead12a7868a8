package io.docket.cardorders.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

class CardSystemAdaptersIntegrationTest {

    private static final String HTTP = "docket.card-system.adapter=http";
    private static final String BASE_URL = "docket.card-system.http.base-url=https://cards.example.com/api";
    private static final String DEMO = "docket.demo.enabled=true";

    private static final TestDatabase DATABASE = TestDatabase.create(Database.H2);

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withBean(JdbcClient.class, DATABASE::jdbc)
            .withBean(JdbcTransactionManager.class, () -> new JdbcTransactionManager(DATABASE.dataSource()))
            .withBean(Clock.class, Clock::systemUTC)
            .withUserConfiguration(
                    CardSystemConfiguration.class,
                    SimulatedCardSystem.class,
                    CardSystemSimulatorEndpoint.class,
                    HttpCardSystem.class);

    @AfterAll
    static void stop() {
        DATABASE.close();
    }

    @Nested
    class TheAdapter {

        @Test
        void isTheSimulatedOneByDefault() {
            application.run(context ->
                    assertThat(context).hasSingleBean(CardSystem.class).hasSingleBean(SimulatedCardSystem.class));
        }

        @Test
        void isTheOneOverHttpIfConfigured() {
            application.withPropertyValues(HTTP, BASE_URL).run(context -> assertThat(context)
                    .hasSingleBean(CardSystem.class)
                    .hasSingleBean(HttpCardSystem.class));
        }

        @Test
        void isNoneThatThereIsNot() {
            application
                    .withPropertyValues("docket.card-system.adapter=carrier-pigeon")
                    .run(context -> assertThat(context).hasFailed());
        }
    }

    @Nested
    class TheEndpointOfTheSimulator {

        @Test
        void isThereWithTheDemoDataSet() {
            application.withPropertyValues(DEMO).run(context -> assertThat(context)
                    .hasSingleBean(CardSystemSimulatorEndpoint.class));
        }

        @ParameterizedTest
        @ValueSource(strings = {"docket.demo.enabled=false", "docket.demo.location=classpath:demo/"})
        void isNotThereWithoutIt(String property) {
            application.withPropertyValues(property).run(context -> assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(CardSystemSimulatorEndpoint.class));
        }

        @Test
        void isNotThereWithoutTheSimulator() {
            application.withPropertyValues(DEMO, HTTP, BASE_URL).run(context -> assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(CardSystemSimulatorEndpoint.class));
        }
    }

    @Nested
    class Properties {

        @Test
        void haveDefaults() {
            application.run(context -> assertThat(context.getBean(CardSystemProperties.class))
                    .isEqualTo(new CardSystemProperties(
                            CardSystemProperties.Adapter.SIMULATED,
                            CardSystemBehaviour.NORMAL,
                            new CardSystemProperties.Http(null, null, Duration.ofSeconds(2), Duration.ofSeconds(10)))));
        }

        @Test
        void tellTheSimulatorHowToBehave() {
            application
                    .withPropertyValues(
                            "docket.card-system.simulated.delay=150ms",
                            "docket.card-system.simulated.refusal=No",
                            "docket.card-system.simulated.down=true",
                            "docket.card-system.simulated.fail-next=1",
                            "docket.card-system.simulated.answer-lost-next=2",
                            "docket.card-system.simulated.answer-twice=true")
                    .run(context -> assertThat(
                                    context.getBean(SimulatedCardSystem.class).behaviour())
                            .isEqualTo(new CardSystemBehaviour(Duration.ofMillis(150), "No", true, 1, 2, true)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "docket.card-system.simulated.delay=-1ms",
                    "docket.card-system.simulated.delay=11m",
                    "docket.card-system.simulated.refusal=",
                    "docket.card-system.simulated.fail-next=-1",
                    "docket.card-system.simulated.answer-lost-next=-1",
                    "docket.card-system.http.base-url=ftp://cards.example.com",
                    "docket.card-system.http.base-url=cards.example.com",
                    "docket.card-system.http.base-url=https:///api",
                    "docket.card-system.http.base-url=https://user:pass@cards.example.com",
                    "docket.card-system.http.base-url=https://cards.example.com/api?key=1",
                    "docket.card-system.http.base-url=https://cards.example.com/api#cards",
                    "docket.card-system.http.connect-timeout=0s",
                    "docket.card-system.http.read-timeout=-1s"
                })
        void thatAreOutOfRangeStopTheStart(String property) {
            application.withPropertyValues(property).run(context -> assertThat(context)
                    .hasFailed());
        }

        @Test
        void ofTheAdapterOverHttpSayWhereTheSystemIs() {
            application.withPropertyValues(HTTP).run(context -> assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("it is not said where the card system is"));
        }

        @Test
        void doNotShowTheToken() {
            var http = new CardSystemProperties.Http(
                    URI.create("https://cards.example.com"), "s3cret", Duration.ofSeconds(1), Duration.ofSeconds(1));

            assertThat(http.toString()).contains("cards.example.com").doesNotContain("s3cret");
        }

        @Test
        void doNotShowATokenThatIsNone() {
            application
                    .withPropertyValues(HTTP, BASE_URL, "docket.card-system.http.token=s3cret and more")
                    .run(context -> assertThat(context).getFailure().satisfies(failure -> {
                        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                            assertThat(String.valueOf(cause.getMessage())).doesNotContain("s3cret");
                        }
                    }));
        }
    }
}
