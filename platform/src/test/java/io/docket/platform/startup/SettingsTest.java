package io.docket.platform.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.docket.platform.settings.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SettingsTest {

    private static final Settings SETTINGS = new Settings(List.of(
            new Setting("docket.data", "java.nio.file.Path", null),
            new Setting("docket.reads.max-wait", "java.time.Duration", null),
            new Setting("docket.card-orders.first-retry", "java.time.Duration", null),
            new Setting("docket.card-orders.kinds", "java.util.Set<java.util.concurrent.TimeUnit>", null),
            new Setting("docket.smdp.release", "java.util.concurrent.TimeUnit", null),
            new Setting("docket.co.calls", "java.lang.Integer", null),
            new Setting("docket.co.password", "java.lang.Integer", null),
            new Setting("docket.esim.catalog", "org.springframework.core.io.Resource", null),
            new Setting(
                    "docket.classifications",
                    "java.util.Map<java.lang.String,org.springframework.core.io.Resource>",
                    null)));

    private final StandardEnvironment environment = new StandardEnvironment();

    SettingsTest() {
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docket.data",
                "docket.cardOrders.firstRetry",
                "docket.card-orders.kinds[0]",
                "docket.classifications.cases",
                "other.name"
            })
    void whatExistsMayBeSet(String name) {
        set(Map.of(
                name,
                name.contains("Retry")
                        ? "3s"
                        : name.contains("kinds") ? "days" : "classpath:messages/shape-test.properties"));

        assertThatCode(() -> SETTINGS.check(environment)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "DOCKET_DATA, .",
        "DOCKET_CARDORDERS_FIRSTRETRY, 3s",
        "DOCKET_CARD_ORDERS_FIRST_RETRY, 3s",
        "DOCKET_CARDORDERS_KINDS_0, days",
        "DOCKET_CLASSIFICATIONS_CASES, classpath:messages/shape-test.properties",
        "DOCKETS, none of ours",
        "DOCKET_SERVICE_HOST, 10.0.0.1",
        "DOCKET_SERVICE_PORT_HTTP, 80",
        "DOCKET_PORT, tcp://10.0.0.1:80",
        "DOCKET_POSTGRES_PORT_5432_TCP_ADDR, 10.0.0.1"
    })
    void environmentVariablesMayHoldWhatExistsAndWhatKubernetesSets(String name, String value) {
        setVariables(Map.of(name, value));

        assertThatCode(() -> SETTINGS.check(environment)).doesNotThrowAnyException();
    }

    @Test
    void allThatIsUnknownIsNamedWhereverItStandsWithTheNameThatIsNearest() {
        set(Map.of("docket.dta", "x", "docket.reads.maxwait.s", "x", "docket.wholly.different", "x"));
        setVariables(Map.of("DOCKET_CARDORDERS_FRISTRETRY", "x"));

        assertThat(problem())
                .isEqualTo("There are no settings DOCKET_CARDORDERS_FRISTRETRY (DOCKET_CARDORDERS_FIRSTRETRY?), "
                        + "docket.dta (docket.data?), docket.reads.maxwait.s (docket.reads.max-wait?), "
                        + "docket.wholly.different.");
    }

    @ParameterizedTest
    @CsvSource({
        "docket.reads.max-wait, soon, 'is \"soon\", not a duration such as 500ms, 3s, 15m or 30d.'",
        "docket.smdp.release, foo, 'is \"foo\", not one of nanoseconds,'",
        "docket.card-orders.kinds, 'days,foo', 'is \"days,foo\", not one of nanoseconds,'",
        "docket.co.calls, many, 'is \"many\", not a whole number.'",
        "docket.co.password, sesame, 'is not a whole number.'",
        "docket.esim.catalog, /no/such/file, 'is \"/no/such/file\": there is no such file, or it cannot be read.'",
        "docket.esim.catalog, classpath:nothing, 'there is no such file, or it cannot be read.'",
        "docket.esim.catalog, /tmp, 'is \"/tmp\": that is a folder; end it with / if it is to be one.'",
        "docket.esim.catalog, /no/such/folder/, 'there is no such folder.'",
        "docket.esim.catalog, '', 'is \"\": it needs a path.'",
        "docket.data, ' ', 'it needs a path.'",
        "docket.classifications.cases, /no/such/file, 'there is no such file'"
    })
    void aWrongValueIsNamedWithWhatWouldBeRight(String name, String value, String problem) {
        set(Map.of(name, value));

        assertThat(problem()).startsWith(name).contains(problem).doesNotContain("sesame", "java.");
    }

    @Test
    void allProblemsAreToldAtOnce() {
        set(Map.of("docket.dta", "x", "docket.reads.max-wait", "soon", "docket.smdp.release", "foo"));

        assertThat(problem()).contains("docket.dta", "docket.reads.max-wait", "docket.smdp.release");
    }

    @Test
    void pathsAreFiles(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("with space.yaml"));
        set(Map.of(
                "docket.esim.catalog", file.toString(),
                "docket.classifications.a", "classpath:a.yaml",
                "docket.classifications.b", "${docket.data}/b.yaml",
                "docket.data", "/data"));

        SETTINGS.takePathsAsFiles(environment);

        assertThat(environment.getProperty("docket.esim.catalog"))
                .isEqualTo(file.toUri().toString());
        assertThat(environment.getProperty("docket.classifications.a")).isEqualTo("classpath:a.yaml");
        assertThat(environment.getProperty("docket.classifications.b")).isEqualTo("file:///data/b.yaml");
    }

    private void set(Map<String, Object> properties) {
        environment.getPropertySources().addFirst(new MapPropertySource("arguments", properties));
    }

    private void setVariables(Map<String, Object> variables) {
        environment
                .getPropertySources()
                .addLast(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    }

    private String problem() {
        var refusal = new InvalidSettingException[1];
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> SETTINGS.check(environment))
                .satisfies(thrown -> refusal[0] = thrown);
        return String.valueOf(refusal[0].getMessage());
    }
}
