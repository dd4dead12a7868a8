package io.docket.platform.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.stereotype.Component;

/** What health says, for those who do not ask it: {@code docket.health} is 1 for each component that is up, else 0. */
@Component
final class HealthMetrics implements MeterBinder {

    /** Of what is ours, which answers what was last seen, and waits for nothing. */
    private static final List<String> COMPONENTS =
            List.of("db", "log", "projections", "issuer", "progress", "auditLog");

    private final ObjectProvider<HealthContributorRegistry> registry;

    HealthMetrics(ObjectProvider<HealthContributorRegistry> registry) {
        this.registry = registry;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        HealthContributorRegistry contributors = registry.getIfAvailable();
        if (contributors == null) {
            return;
        }
        for (String component : COMPONENTS) {
            HealthContributor contributor = contributors.getContributor(component);
            if (contributor instanceof HealthIndicator indicator) {
                Gauge.builder("docket.health", indicator, HealthMetrics::isUp)
                        .strongReference(true)
                        .tag("component", component)
                        .description("Whether the component is up")
                        .register(meters);
            }
        }
    }

    private static double isUp(HealthIndicator indicator) {
        var health = indicator.health(false);
        return health != null && Status.UP.equals(health.getStatus()) ? 1 : 0;
    }
}
