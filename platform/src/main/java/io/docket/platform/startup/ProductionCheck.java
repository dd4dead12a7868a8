package io.docket.platform.startup;

import io.docket.platform.partner.PartnerConnection;
import io.docket.platform.settings.InvalidSettingException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Refuses a start in production with anything that makes production unsafe, before any of it is touched: all at once, each
 * with the setting. Settings that the application does not have are nothing to it. What is meant all the same is named in {@code docket.production.allowed}.
 *
 * <p>It is production if a word of an active profile's name is {@code prod} or {@code production}, in whatever case.
 */
public final class ProductionCheck {

    private static final Logger LOG = LoggerFactory.getLogger(ProductionCheck.class);

    private static final String ALLOWED = "docket.production.allowed";
    private static final Set<String> PRODUCTION = Set.of("prod", "production");
    private static final String ISSUER = "spring.security.oauth2.resourceserver.jwt.issuer-uri";
    private static final String KEYS = "spring.security.oauth2.resourceserver.jwt.jwk-set-uri";
    private static final String LOG_KEYS = "docket.audit.log.keys";
    private static final String MASTER_KEYS = "docket.privacy.master-keys";
    private static final String KAFKA = "docket.kafka.bootstrap-servers";
    private static final String KAFKA_PROTOCOL = "docket.kafka.client.security.protocol";
    private static final String AXON_SERVER = "docket.axon-server.address";
    private static final String AXON_SERVER_TLS = "docket.axon-server.tls";
    private static final String AXON_SERVER_TOKEN = "docket.axon-server.token";
    private static final List<String> DATABASES =
            List.of("spring.datasource.url", "spring.datasource.hikari.jdbc-url", "spring.flyway.url");
    private static final List<String> PARTNERS = List.of("card-system", "smdp", "co");
    private static final List<String> REFERENCE_DATA = List.of(
            "docket.card-orders.customers",
            "docket.card-orders.arrangements",
            "docket.card-orders.cards",
            "docket.esim.catalog",
            "docket.sales-leads.offerings",
            "docket.sales-leads.accesses");

    private ProductionCheck() {}

    /**
     * Holds what is set against what production needs.
     *
     * @throws InvalidSettingException naming all that is unsafe and not allowed
     */
    public static void check(Environment environment) {
        Optional<String> production = Arrays.stream(environment.getActiveProfiles())
                .filter(ProductionCheck::isProduction)
                .findFirst();
        if (production.isEmpty()) {
            return;
        }
        Set<String> allowed = new TreeSet<>(Binder.get(environment)
                .bind(ALLOWED, Bindable.listOf(String.class))
                .orElse(List.of()));
        Map<String, String> unsafe = unsafe(environment);
        Map<String, String> refused = new LinkedHashMap<>(unsafe);
        refused.keySet().removeAll(allowed);
        if (!refused.isEmpty()) {
            throw new InvalidSettingException(
                    "These settings are unsafe, and the profile " + production.get() + " is for production:\n"
                            + refused.entrySet().stream()
                                    .map(entry -> "  " + entry.getKey() + ": " + entry.getValue())
                                    .collect(Collectors.joining("\n")),
                    "Change them. Those that are meant can be allowed by their names, for instance " + ALLOWED + "="
                            + refused.keySet().iterator().next() + ".");
        }
        allowed.retainAll(unsafe.keySet());
        if (!allowed.isEmpty()) {
            LOG.warn("Unsafe in production, and allowed by {}: {}", ALLOWED, allowed);
        }
    }

    private static boolean isProduction(String profile) {
        return Arrays.stream(profile.toLowerCase(Locale.ROOT).split("[^a-z]+", -1))
                .anyMatch(PRODUCTION::contains);
    }

    /** What is unsafe, by the name that allows it, with the settings and the reason. */
    private static Map<String, String> unsafe(Environment environment) {
        Map<String, String> unsafe = new LinkedHashMap<>();
        if (environment.getProperty("docket.demo.enabled", Boolean.class, false)) {
            unsafe.put(
                    "demo-data", "docket.demo.enabled is true; set it to false: the demo clients' secrets are public");
        }
        String demoFiles = REFERENCE_DATA.stream()
                .filter(setting -> value(environment, setting).matches("classpath\\*?:/?demo/.*"))
                .collect(Collectors.joining(", "));
        if (!demoFiles.isEmpty()) {
            unsafe.put("demo-reference-data", demoFiles + ": demo files; name the bank's own");
        }
        if (value(environment, ISSUER).isBlank()) {
            unsafe.put(
                    "embedded-authorization-server",
                    ISSUER + " is not set; set it to the issuer whose tokens are to be accepted");
        }
        Stream.of(ISSUER, KEYS)
                .filter(setting -> isPlainHttp(environment, setting))
                .findFirst()
                .ifPresent(setting -> unsafe.put("plain-http-issuer", setting + " is a plain http address; use https"));
        DATABASES.stream()
                .filter(setting -> value(environment, setting).startsWith("jdbc:h2:"))
                .findFirst()
                .ifPresent(setting -> unsafe.put("h2", setting + " is an embedded database; use PostgreSQL"));
        Settings known = Settings.ofTheClassPath();
        if (known.has(LOG_KEYS) && value(environment, LOG_KEYS).isBlank()) {
            unsafe.put(
                    "generated-audit-log-key",
                    LOG_KEYS
                            + " is not set; set it to a file with the key that signs the log, the same for all processes");
        }
        if (isInDataFolder(environment)) {
            unsafe.put(
                    "generated-master-key",
                    MASTER_KEYS
                            + " is a file of the data folder; name one that is kept apart from the data, and copied");
        }
        PARTNERS.forEach(partner -> {
            String setting = "docket." + partner + ".base-url";
            if (!known.has(setting)) {
                return;
            }
            URI address = Binder.get(environment)
                    .bind(setting, Bindable.of(URI.class))
                    .orElse(null);
            if (address == null) {
                unsafe.put("simulated-" + partner, setting + " is not set; set it to the partner's address");
            } else if (PartnerConnection.isLoopback(address)) {
                unsafe.put(
                        "loopback-" + partner,
                        setting
                                + " is an address of this machine, where simulated partners are; set it to the partner's");
            }
        });
        if (!value(environment, KAFKA).isBlank()
                && !value(environment, KAFKA_PROTOCOL).endsWith("ssl")) {
            unsafe.put("plain-kafka", KAFKA + " is set, and " + KAFKA_PROTOCOL + " is neither SSL nor SASL_SSL");
        }
        if (!value(environment, AXON_SERVER).isBlank()) {
            if (!environment.getProperty(AXON_SERVER_TLS, Boolean.class, false)) {
                unsafe.put(
                        "plain-axon-server",
                        AXON_SERVER + " is set, and " + AXON_SERVER_TLS
                                + " is not: events, and the token, would be sent in clear");
            }
            if (value(environment, AXON_SERVER_TOKEN).isBlank()) {
                unsafe.put(
                        "open-axon-server",
                        AXON_SERVER + " is set, and " + AXON_SERVER_TOKEN
                                + " is not: whoever reaches it could read and append events");
            }
        }
        return unsafe;
    }

    /** Who copies the folder has the data and the key to them. */
    private static boolean isInDataFolder(Environment environment) {
        String file = environment.getProperty(MASTER_KEYS, "").strip();
        String folder = environment.getProperty("docket.data", "").strip();
        return file.isEmpty() || (!folder.isEmpty() && normal(file).startsWith(normal(folder)));
    }

    private static Path normal(String path) {
        return Path.of(path).toAbsolutePath().normalize();
    }

    private static boolean isPlainHttp(Environment environment, String setting) {
        return value(environment, setting).startsWith("http:");
    }

    private static String value(Environment environment, String setting) {
        return environment.getProperty(setting, "").strip().toLowerCase(Locale.ROOT);
    }
}
