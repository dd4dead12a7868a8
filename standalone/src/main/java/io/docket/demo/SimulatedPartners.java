package io.docket.demo;

import io.docket.platform.settings.DataFolder;
import io.docket.platform.settings.InvalidSettingException;
import io.docket.simulators.Simulators;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.stereotype.Component;

/**
 * With the demo data, the partners that no address is configured for are simulated in this process. Their addresses are
 * settings before anything reads one, and they are the last that stops.
 */
@Component
@ConditionalOnProperty("docket.demo.enabled")
public class SimulatedPartners implements BeanFactoryPostProcessor, EnvironmentAware, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatedPartners.class);

    private static final String PORT = "docket.simulators.port";
    private static final List<String> PARTNERS = List.of("docket.card-system", "docket.smdp", "docket.co");
    private static final String FILE = "simulators.mv";

    @SuppressWarnings("NullAway.Init")
    private ConfigurableEnvironment environment;

    private @Nullable Simulators simulators;

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = (ConfigurableEnvironment) environment;
    }

    /** @throws InvalidSettingException if they cannot start as they are told to */
    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        List<String> simulated = withoutAddress(environment);
        if (simulated.isEmpty()) {
            return;
        }
        Simulators started = start(clock(beans));
        simulators = started;
        beans.registerSingleton("simulators", started);
        LOG.info("The simulated partners listen on port {}.", started.port());
        Map<String, Object> settings = new HashMap<>();
        simulated.forEach(partner -> settings.putAll(settings(partner, started.address())));
        environment.getPropertySources().addFirst(new MapPropertySource("simulated partners", settings));
    }

    /**
     * Holds that every partner has an address or will be simulated.
     *
     * @throws InvalidSettingException if there are no demo data, naming the addresses that are not set
     */
    public static void check(Environment environment) {
        List<String> missing = withoutAddress(environment);
        if (!missing.isEmpty() && !environment.getProperty("docket.demo.enabled", Boolean.class, false)) {
            throw new InvalidSettingException(
                    "Not set: "
                            + String.join(
                                    ", ",
                                    missing.stream()
                                            .map(partner -> partner + ".base-url")
                                            .toList()) + ".",
                    "Set them to the addresses of the partners, or, to try Docket out, start it with "
                            + "docket.demo.enabled=true.");
        }
    }

    private static List<String> withoutAddress(Environment environment) {
        return PARTNERS.stream()
                .filter(partner ->
                        environment.getProperty(partner + ".base-url", "").isBlank())
                .toList();
    }

    /** The time of Docket itself, as soon as there is one. */
    private static Clock clock(ConfigurableListableBeanFactory beans) {
        ObjectProvider<Clock> clocks = beans.getBeanProvider(Clock.class);
        InstantSource source = () -> clocks.getIfAvailable(Clock::systemUTC).instant();
        return source.withZone(ZoneOffset.UTC);
    }

    private Simulators start(Clock clock) {
        int port = environment.getRequiredProperty(PORT, Integer.class);
        Path file = DataFolder.at(Path.of(environment.getRequiredProperty("docket.data")))
                .touch(FILE);
        try {
            return Simulators.start(port, file, clock, null);
        } catch (BindException e) {
            throw new InvalidSettingException(
                    "Port " + port + ", for the simulated partners, is in use by another process.",
                    "End it, set " + PORT + " to another port, or, on the same database, share its partners: set "
                            + "docket.card-system.base-url, docket.smdp.base-url and docket.co.base-url.");
        } catch (IOException e) {
            throw new InvalidSettingException(
                    "What the simulated partners keep cannot be used: " + e.getMessage() + ".",
                    "End the other process, if one has it open, or set docket.data to another folder.");
        }
    }

    private static Map<String, Object> settings(String partner, URI address) {
        return switch (partner) {
            case "docket.smdp" ->
                Map.of(
                        "docket.smdp.base-url", address,
                        "docket.smdp.requester-id", "docket",
                        "docket.smdp.address", "rsp.docket.example");
            case "docket.co" -> Map.of("docket.co.base-url", address + "/onapi/2.5");
            default -> Map.of(partner + ".base-url", address);
        };
    }

    @Override
    public void destroy() {
        if (simulators != null) {
            simulators.close();
        }
    }
}
