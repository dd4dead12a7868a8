package io.docket.salesleads.command;

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

class CoAdaptersIntegrationTest {

    private static final String HTTP = "docket.co.adapter=http";
    private static final String BASE_URL = "docket.co.http.base-url=https://co.example.com/onapi/2.5";
    private static final String DEMO = "docket.demo.enabled=true";

    private static final TestDatabase DATABASE = TestDatabase.create(Database.H2);

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withBean(JdbcClient.class, DATABASE::jdbc)
            .withBean(JdbcTransactionManager.class, () -> new JdbcTransactionManager(DATABASE.dataSource()))
            .withBean(Clock.class, Clock::systemUTC)
            .withUserConfiguration(
                    CoConfiguration.class,
                    SimulatedCommunicationOperator.class,
                    CoSimulatorEndpoint.class,
                    OnApiCommunicationOperator.class);

    @AfterAll
    static void stop() {
        DATABASE.close();
    }

    @Nested
    class TheAdapter {

        @Test
        void isTheSimulatedOneByDefault() {
            application.run(context -> assertThat(context)
                    .hasSingleBean(CommunicationOperator.class)
                    .hasSingleBean(SimulatedCommunicationOperator.class));
        }

        @Test
        void isTheOneOverHttpIfConfigured() {
            application.withPropertyValues(HTTP, BASE_URL).run(context -> assertThat(context)
                    .hasSingleBean(CommunicationOperator.class)
                    .hasSingleBean(OnApiCommunicationOperator.class));
        }

        @Test
        void isNoneThatThereIsNot() {
            application.withPropertyValues("docket.co.adapter=carrier-pigeon").run(context -> assertThat(context)
                    .hasFailed());
        }
    }

    @Nested
    class TheEndpointOfTheSimulator {

        @Test
        void isThereWithTheDemoDataSet() {
            application.withPropertyValues(DEMO).run(context -> assertThat(context)
                    .hasSingleBean(CoSimulatorEndpoint.class));
        }

        @ParameterizedTest
        @ValueSource(strings = {"docket.demo.enabled=false", "docket.demo.location=classpath:demo/"})
        void isNotThereWithoutIt(String property) {
            application
                    .withPropertyValues(property)
                    .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CoSimulatorEndpoint.class));
        }

        @Test
        void isNotThereWithoutTheSimulator() {
            application
                    .withPropertyValues(DEMO, HTTP, BASE_URL)
                    .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CoSimulatorEndpoint.class));
        }
    }

    @Nested
    class Properties {

        @Test
        void haveDefaults() {
            application.run(context -> assertThat(context.getBean(CoProperties.class))
                    .isEqualTo(new CoProperties(
                            CoProperties.Adapter.SIMULATED,
                            CoBehaviour.NORMAL,
                            new CoProperties.Http(null, null, null, Duration.ofSeconds(2), Duration.ofSeconds(10)),
                            Duration.ofSeconds(10))));
        }

        @Test
        void tellTheSimulatorHowToBehave() {
            application
                    .withPropertyValues(
                            "docket.co.simulated.delay=150ms",
                            "docket.co.simulated.delivery-time=2s",
                            "docket.co.simulated.held=true",
                            "docket.co.simulated.refusal=No",
                            "docket.co.simulated.failure=Never",
                            "docket.co.simulated.down=true",
                            "docket.co.simulated.fail-next=1",
                            "docket.co.simulated.answer-lost-next=2")
                    .run(context -> assertThat(context.getBean(SimulatedCommunicationOperator.class)
                                    .behaviour())
                            .isEqualTo(new CoBehaviour(
                                    Duration.ofMillis(150), Duration.ofSeconds(2), true, "No", "Never", true, 1, 2)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "docket.co.simulated.delay=-1ms",
                    "docket.co.simulated.delay=11m",
                    "docket.co.simulated.delivery-time=-1ms",
                    "docket.co.simulated.delivery-time=31d",
                    "docket.co.simulated.refusal=",
                    "docket.co.simulated.failure=",
                    "docket.co.simulated.fail-next=-1",
                    "docket.co.simulated.answer-lost-next=-1",
                    "docket.co.http.base-url=ftp://co.example.com",
                    "docket.co.http.base-url=co.example.com",
                    "docket.co.http.base-url=https:///api",
                    "docket.co.http.base-url=https://user:pass@co.example.com",
                    "docket.co.http.base-url=https://co.example.com/onapi/2.5?key=1",
                    "docket.co.http.base-url=https://co.example.com/onapi/2.5#orders",
                    "docket.co.http.username=docket",
                    "docket.co.http.password=s3cret",
                    "docket.co.http.connect-timeout=0s",
                    "docket.co.http.read-timeout=-1s",
                    "docket.co.order-events-every=0s"
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
                    .hasMessageContaining("it is not said where the communication operator is"));
        }

        @Test
        void doNotShowTheCredentials() {
            var http = new CoProperties.Http(
                    URI.create("https://co.example.com"),
                    "docket",
                    "s3cret",
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1));

            assertThat(http.toString())
                    .contains("co.example.com")
                    .doesNotContain("docket")
                    .doesNotContain("s3cret");
        }

        @ParameterizedTest
        @ValueSource(strings = {"username=doc:ket", "username=doc\u0000ket", "password=s3cret\u0001more", "password="})
        void doNotShowCredentialsThatAreNone(String wrong) {
            application
                    .withPropertyValues(
                            HTTP,
                            BASE_URL,
                            "docket.co.http.username=docket",
                            "docket.co.http.password=s3cret",
                            "docket.co.http." + wrong)
                    .run(context -> assertThat(context).getFailure().satisfies(failure -> {
                        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                            assertThat(String.valueOf(cause.getMessage())).doesNotContain("s3cret");
                        }
                    }));
        }
    }
}
