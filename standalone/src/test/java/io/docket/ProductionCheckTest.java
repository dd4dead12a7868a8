package io.docket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.platform.settings.InvalidSettingException;
import io.docket.platform.startup.ProductionCheck;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class ProductionCheckTest {

    /** What an operator sets for production. */
    private static final Map<String, Object> SAFE = Map.ofEntries(
            Map.entry("docket.demo.enabled", "false"),
            Map.entry("docket.audit.log.keys", "/etc/docket/audit-log.keys"),
            Map.entry("docket.privacy.master-keys", "/run/secrets/docket.master-keys"),
            Map.entry("spring.security.oauth2.resourceserver.jwt.issuer-uri", "https://issuer.example"),
            Map.entry("spring.datasource.url", "jdbc:postgresql://db.example/docket"),
            Map.entry("docket.card-system.base-url", "https://cards.example"),
            Map.entry("docket.smdp.base-url", "https://smdp.example"),
            Map.entry("docket.co.base-url", "https://co.example/onapi/2.5"),
            Map.entry("docket.card-orders.customers", "file:/etc/docket/customers.yaml"),
            Map.entry("docket.card-orders.arrangements", "file:/etc/docket/arrangements.yaml"),
            Map.entry("docket.card-orders.cards", "file:/etc/docket/cards.yaml"),
            Map.entry("docket.esim.catalog", "file:/etc/docket/esim-catalog.yaml"),
            Map.entry("docket.sales-leads.offerings", "file:/etc/docket/offerings.yaml"),
            Map.entry("docket.sales-leads.accesses", "file:/etc/docket/accesses.yaml"));

    /** The settings that come with the application, and some over them. */
    private static StandardEnvironment environment(String profiles, List<Map<String, Object>> set) throws IOException {
        var environment = new StandardEnvironment();
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        environment.setActiveProfiles(profiles.split(","));
        OwnSettings.read().forEach(environment.getPropertySources()::addLast);
        set.forEach(values -> environment.getPropertySources().addFirst(new MapPropertySource("set", values) {
            @Override
            public String getName() {
                return "set " + System.identityHashCode(values);
            }
        }));
        return environment;
    }

    private static void check(String profiles, Map<String, Object> over) throws IOException {
        ProductionCheck.check(environment(profiles, List.of(SAFE, over)));
    }

    @Test
    void aProductionThatIsSafeStarts() {
        assertThatCode(() -> check("postgres,prod", Map.of())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSL", "SASL_SSL", "sasl_ssl"})
    void kafkaIsSafeOverTls(String protocol) {
        assertThatCode(() -> check(
                        "prod",
                        Map.of(
                                "docket.kafka.bootstrap-servers",
                                "kafka.example:9093",
                                "docket.kafka.client.security.protocol",
                                protocol)))
                .doesNotThrowAnyException();
    }

    @Test
    void axonServerIsSafeOverTlsAndWithAToken() {
        assertThatCode(() -> check(
                        "prod",
                        Map.of(
                                "docket.axon-server.address", "axonserver.example:8124",
                                "docket.axon-server.tls", "true",
                                "docket.axon-server.token", "a-token")))
                .doesNotThrowAnyException();
    }

    /** Each is a danger of its own, and allowed by itself. */
    @ParameterizedTest
    @CsvSource({"docket.axon-server.token, a-token, plain-axon-server", "docket.axon-server.tls, true, open-axon-server"
    })
    void anAxonServerWithoutTheOtherIsRefused(String setting, String value, String name) {
        Map<String, Object> set = Map.of("docket.axon-server.address", "axonserver.example:8124", setting, value);

        assertThatThrownBy(() -> check("prod", set)).message().satisfies(message -> assertThat(message.lines())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("  " + name + ": docket.axon-server.address"));
        Map<String, Object> allowed = new HashMap<>(set);
        allowed.put("docket.production.allowed", name);
        assertThatCode(() -> check("prod", allowed)).doesNotThrowAnyException();
    }

    @Test
    void theEnvironmentOfTheServiceIsAProductionThatIsSafe() throws IOException {
        var set = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("../deploy/systemd/docket.env"))) {
            set.load(file);
        }
        Map<String, Object> variables = new HashMap<>();
        set.stringPropertyNames().forEach(name -> variables.put(name, set.getProperty(name)));
        StandardEnvironment environment = environment(set.getProperty("SPRING_PROFILES_ACTIVE"), List.of());
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        ConfigurationPropertySources.attach(environment);

        assertThatCode(() -> ProductionCheck.check(environment)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "PROD", "production", "postgres,prod", "prod,postgres", "prod-eu", "Bank_Prod"})
    void whateverIsUnsafeIsNamedAtOnceWithItsSetting(String profiles) throws IOException {
        StandardEnvironment asItComes = environment(profiles, List.of());

        assertThatThrownBy(() -> ProductionCheck.check(asItComes))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContainingAll(
                        "demo-data: docket.demo.enabled",
                        "demo-reference-data: docket.card-orders.customers, docket.card-orders.arrangements, "
                                + "docket.card-orders.cards, docket.esim.catalog, docket.sales-leads.offerings, "
                                + "docket.sales-leads.accesses",
                        "embedded-authorization-server: spring.security.oauth2.resourceserver.jwt.issuer-uri",
                        "h2: spring.datasource.url",
                        "generated-audit-log-key: docket.audit.log.keys",
                        "generated-master-key: docket.privacy.master-keys",
                        "simulated-card-system: docket.card-system.base-url",
                        "simulated-smdp: docket.smdp.base-url",
                        "simulated-co: docket.co.base-url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "test", "product", "reproduction"})
    void elsewhereAnythingStarts(String profiles) throws IOException {
        StandardEnvironment asItComes = environment(profiles, List.of());

        assertThatCode(() -> ProductionCheck.check(asItComes)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "docket.demo.enabled, true, demo-data",
        "docket.audit.log.keys, '', generated-audit-log-key",
        "docket.esim.catalog, classpath:/demo/esim-catalog.yaml, demo-reference-data",
        "spring.security.oauth2.resourceserver.jwt.issuer-uri, '', embedded-authorization-server",
        "spring.security.oauth2.resourceserver.jwt.issuer-uri, HTTP://issuer.example, plain-http-issuer",
        "spring.security.oauth2.resourceserver.jwt.issuer-uri, http://localhost:8180/realms/bank, plain-http-issuer",
        "spring.security.oauth2.resourceserver.jwt.jwk-set-uri, http://issuer.example/keys, plain-http-issuer",
        "spring.datasource.url, jdbc:h2:mem:docket, h2",
        "spring.datasource.hikari.jdbc-url, jdbc:h2:file:./data/docket, h2",
        "docket.privacy.master-keys, ./data/keys/../docket.master-keys, generated-master-key",
        "docket.card-system.base-url, '', simulated-card-system",
        "docket.smdp.base-url, '', simulated-smdp",
        "docket.smdp.base-url, https://localhost:8090, loopback-smdp",
        "docket.smdp.base-url, http://127.0.0.1:8090/, loopback-smdp",
        "docket.co.base-url, '', simulated-co",
        "docket.card-system.base-url, http://[::1]:8090, loopback-card-system",
        "docket.co.base-url, http://localhost:8090/onapi/2.5, loopback-co",
        "docket.kafka.bootstrap-servers, kafka.example:9092, plain-kafka"
    })
    void eachIsRefusedAloneAndCanBeAllowedByItsName(String setting, String value, String name) {
        assertThatThrownBy(() -> check("prod", Map.of(setting, value)))
                .isInstanceOf(InvalidSettingException.class)
                .message()
                .satisfies(message -> assertThat(message.lines())
                        .hasSize(2)
                        .last()
                        .asString()
                        .startsWith("  " + name + ": " + setting));
        assertThatCode(() ->
                        check("prod", Map.of(setting, value, "docket.production.allowed", "something-else," + name)))
                .doesNotThrowAnyException();
    }
}
