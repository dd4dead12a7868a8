package io.docket.platform.tracing;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Leaves out all that makes traces, down to its classes, as long as there is nobody to send them to. */
final class TracingOnlyOnceConfigured implements AutoConfigurationImportFilter, EnvironmentAware {

    private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

    private boolean on;

    @Override
    public void setEnvironment(Environment environment) {
        on = isOn(environment);
    }

    static boolean isOn(Environment environment) {
        return StringUtils.hasText(environment.getProperty(ENDPOINT));
    }

    @Override
    public boolean[] match(@Nullable String[] autoConfigurations, AutoConfigurationMetadata metadata) {
        boolean[] taken = new boolean[autoConfigurations.length];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = takes(autoConfigurations[i]);
        }
        return taken;
    }

    /** @param autoConfiguration {@code null} for one that another filter has left out */
    boolean takes(@Nullable String autoConfiguration) {
        return on
                || autoConfiguration == null
                || !(autoConfiguration.startsWith("org.springframework.boot.micrometer.tracing.")
                        || autoConfiguration.startsWith("org.springframework.boot.opentelemetry."));
    }
}
